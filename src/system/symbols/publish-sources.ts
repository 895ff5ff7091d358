import {posix} from 'node:path';
import {pagedSource} from '../../binary/byte-source.ts';
import {readCompileFacts} from '../../binary/read-compile-facts.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {localFiles} from '../files.ts';
import type {PublishInput} from './publish-inputs.ts';

/** A source file of a debug file. */
export interface PublishedSource {
  /** On this machine, absolute. */
  readonly path: string;
  /** Below the store: what debuginfod is asked for, `/buildid/ID/source/PATH`. */
  readonly place: string;
}

/** The sources that debug information names, and those of them that are not on this machine. */
export function sourcesOf(inputs: readonly PublishInput[]): {
  readonly sources: readonly PublishedSource[];
  readonly missing: readonly string[];
} {
  const sources = new Map<string, PublishedSource>();
  const missing = new Set<string>();
  for (const {file, path} of inputs) {
    if (file.kind !== 'elf' || file.buildId === null || !file.hasDwarf) continue;
    for (const source of namedIn(path)) {
      const place = `buildid/${file.buildId}/source${source}`;
      if (localFiles.status(source)?.kind === 'file') sources.set(place, {path: source, place});
      else missing.add(source);
    }
  }
  return {sources: [...sources.values()], missing: [...missing].toSorted()};
}

/** Absolute, without `..`: a web server resolves those before it looks for a file. */
function namedIn(path: string): readonly string[] {
  const file = localFiles.openFile(path);
  try {
    const facts = readCompileFacts(pagedSource(file));
    const named = (facts?.units ?? []).flatMap(({files, source, directory}) => [
      ...files,
      ...(source === null ? [] : [posix.join(posix.isAbsolute(source) ? '' : (directory ?? ''), source)]),
    ]);
    return [...new Set(named.filter(one => posix.isAbsolute(one)).map(one => posix.normalize(one)))];
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  } finally {
    file.close();
  }
}
