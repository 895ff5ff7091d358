import {dirname, join, posix} from 'node:path';
import type {BinaryFacts} from '../../binary/facts.ts';
import {parsePythonPath} from '../../python/python-dll.ts';
import type {SystemLibraries} from '../../rules/subject.ts';
import type {Files} from '../files.ts';

/**
 * The file of the Python library that a program loads: python3XX.dll, libpython3.X.so, a framework's Python. Null for a
 * program that has its interpreter in itself, and where the library is not to be found.
 */
export function pythonLibraryOf(
  facts: BinaryFacts,
  location: string,
  files: Files,
  system: () => SystemLibraries,
): string | null {
  for (const library of neededBy(facts)) {
    // python3.dll only leads on to the versioned one, which is loaded beside it.
    if (!parsePythonPath(library)?.version) continue;
    const place =
      facts.format === 'pe'
        ? besideProgram(library, location, files)
        : facts.format === 'elf'
          ? system().locate(library, {facts, location})
          : machoPlace(library, facts, location, files);
    const real = place === null ? null : files.realPath(place);
    if (real !== null) return real;
  }
  return null;
}

/** Whether a binary is started by itself, not loaded by another. */
export function isProgram(facts: BinaryFacts): boolean {
  switch (facts.format) {
    case 'pe':
      return !facts.isDll;
    case 'elf':
      return facts.type === 'executable';
    case 'macho':
      return facts.slices.some(({type}) => type === 'executable');
  }
}

function neededBy(facts: BinaryFacts): readonly string[] {
  switch (facts.format) {
    case 'pe':
      return [...facts.imports, ...facts.delayImports].map(({library}) => library);
    case 'elf':
      return facts.needed;
    case 'macho':
      return facts.slices.flatMap(({needed}) => needed.map(({name}) => name));
  }
}

/** Windows looks into the folder of the program first, and does not tell upper from lower case. */
function besideProgram(library: string, location: string, files: Files): string | null {
  const folder = dirname(location);
  const name = files.entryNames(folder).find(one => one.toLowerCase() === library.toLowerCase());
  return name === undefined ? null : join(folder, name);
}

/** dyld(1): @executable_path, @loader_path and @rpath at the beginning of an install name. */
function machoPlace(
  library: string,
  facts: Extract<BinaryFacts, {format: 'macho'}>,
  location: string,
  files: Files,
): string | null {
  const folder = posix.dirname(location);
  const here = (path: string): string => path.replace(/^@(?:executable|loader)_path/, folder);
  const rpaths = facts.slices.flatMap(slice => slice.rpaths);
  const places = library.startsWith('@rpath/')
    ? rpaths.map(rpath => posix.join(here(rpath), library.slice('@rpath/'.length)))
    : [posix.normalize(here(library))];
  return places.find(place => files.status(place)?.kind === 'file') ?? null;
}
