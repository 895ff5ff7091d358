import {dirname, isAbsolute, join, resolve} from 'node:path';
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
  const find = (name: string, from: BinaryFacts, location: string | null): Library | null => {
    // A name with a slash is a path, relative to the current folder (man ld.so).
    const candidates = name.includes('/')
      ? [isAbsolute(name) ? name : resolve(name)]
      : [...runPaths(from, location), ...folders].map(folder => join(folder, baseName(name)));
    for (const path of candidates) {
      const library = read(path);
      if (library && sameMachine(library.facts, from)) return library;
    }
    return null;
  };

  return {
    locate: (library, from: Pick<Subject, 'facts' | 'location'>) =>
      find(library, from.facts, from.location)?.path ?? null,
    exportsOf(library, from) {
      const first = find(library, from.facts, from.location);
      if (!first) return null;
      // The loader binds to everything that the library needs in turn.
      const names = new Set<string>();
      const seen = new Set([first]);
      for (const current of seen) {
        for (const name of current.exports) names.add(name);
        const needed = current.facts.format === 'elf' ? current.facts.needed : [];
        for (const next of needed) {
          const found = find(next, current.facts, current.path);
          if (found) seen.add(found);
        }
      }
      return names;
    },
  };
}

/** DT_RUNPATH, or DT_RPATH without one, with $ORIGIN as the folder of the file. */
function runPaths(facts: BinaryFacts, location: string | null): readonly string[] {
  if (facts.format !== 'elf') return [];
  const paths = facts.runpath.length > 0 ? facts.runpath : facts.rpath;
  return paths.flatMap(path => {
    if (!/\$(ORIGIN|\{ORIGIN\})/.test(path)) return isAbsolute(path) ? [path] : [];
    return location === null ? [] : [path.replaceAll(/\$(ORIGIN|\{ORIGIN\})/g, dirname(location))];
  });
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
