import {isAbsolute, join} from 'node:path';
import {pagedSource} from '../binary/byte-source.ts';
import type {BinaryFacts} from '../binary/facts.ts';
import {readBinary, readExportNames} from '../binary/read-binary.ts';
import {UnreadableError} from '../binary/unreadable.ts';
import type {Subject, SystemLibraries} from '../rules/subject.ts';
import {baseName} from '../rules/wording.ts';
import {type Files, localFiles} from './files.ts';
import {loaderFolders} from './loader-folders.ts';

/** A library of this machine, as far as it could be read. */
interface Library {
  readonly path: string;
  readonly facts: BinaryFacts;
  readonly exports: ReadonlySet<string>;
}

/** Finds libraries as this machine's loader would: the first of the same machine in the folders that it searches. */
export function systemLibraries(files: Files = localFiles): SystemLibraries {
  const folders = loaderFolders(files, process.env, process.platform);
  const libraries = new Map<string, Library | null>();

  const read = (path: string): Library | null => {
    const known = libraries.get(path);
    if (known !== undefined) return known;
    const library = files.status(path)?.kind === 'file' ? readLibrary(path, files) : null;
    libraries.set(path, library);
    return library;
  };
  const find = (name: string, from: BinaryFacts): Library | null => {
    const candidates = isAbsolute(name) ? [name] : folders.map(folder => join(folder, baseName(name)));
    for (const path of candidates) {
      const library = read(path);
      if (library && sameMachine(library.facts, from)) return library;
    }
    return null;
  };

  return {
    locate: (library, from: Subject) => find(library, from.facts)?.path ?? null,
    exportsOf(library, from) {
      const first = find(library, from.facts);
      if (!first) return null;
      // The loader binds to everything that the library needs in turn.
      const names = new Set<string>();
      const seen = new Set([first]);
      for (const current of seen) {
        for (const name of current.exports) names.add(name);
        const needed = current.facts.format === 'elf' ? current.facts.needed : [];
        for (const next of needed) {
          const found = find(next, current.facts);
          if (found) seen.add(found);
        }
      }
      return names;
    },
  };
}

function readLibrary(path: string, files: Files): Library | null {
  if (files.unreadable(path) !== null) return null;
  const file = files.openFile(path);
  try {
    const source = pagedSource(file);
    const outcome = readBinary(source);
    return 'facts' in outcome ? {path, facts: outcome.facts, exports: readExportNames(source)} : null;
  } catch (error) {
    // A broken system library is as good as none.
    if (error instanceof UnreadableError) return null;
    throw error;
  } finally {
    file.close();
  }
}

function sameMachine(library: BinaryFacts, from: BinaryFacts): boolean {
  if (library.format === 'macho' || from.format === 'macho') return library.format === from.format;
  return library.format === from.format && library.machine === from.machine && library.bits === from.bits;
}
