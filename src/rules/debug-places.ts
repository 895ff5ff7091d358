import {basename, dirname, join, posix, win32} from 'node:path';
import type {DebugFacts} from '../binary/facts.ts';
import type {DebuggedBinary} from './debug-info.ts';
import {baseName} from './wording.ts';

/** Where a debug file may be: in the archive of the binary, or on this machine. */
export interface DebugPlace {
  readonly in: 'archive' | 'machine';
  readonly path: string;
  /** What the debugger compares before it takes the file. */
  readonly by: 'pdb' | 'crc-32' | 'build-id' | 'uuid';
}

/** The base name of the debug file that a binary names; null where it names none. */
export function namedDebugFile({facts, path}: DebuggedBinary, {debugLink}: DebugFacts): string | null {
  if (facts.format === 'pe' && facts.codeView && facts.codeView.pdb !== '')
    return win32.basename(facts.codeView.pdb);
  // A link that leads out of its folder is none of any linker.
  if (debugLink) return baseName(debugLink.file) === debugLink.file ? debugLink.file : null;
  return facts.format === 'macho' ? `${baseName(path)}.dSYM` : null;
}

/**
 * The places of the debug file, in the debugger's order: a PDB beside the binary and where it was written (Visual
 * Studio's and LLDB's), a debug link in three folders and the build-id tree (GDB manual, "Debugging Information in
 * Separate Files"), a dSYM beside the binary.
 */
export function debugPlaces(
  binary: DebuggedBinary,
  debug: DebugFacts,
  debugFolders: readonly string[],
): readonly DebugPlace[] {
  const {facts, path} = binary;
  const named = namedDebugFile(binary, debug);
  switch (facts.format) {
    case 'pe': {
      const pdb = facts.codeView?.pdb ?? '';
      if (pdb === '') return named === null ? [] : linkPlaces(binary, named, debugFolders);
      const written: DebugPlace[] = isAbsolute(pdb) ? [{in: 'machine', path: pdb, by: 'pdb'}] : [];
      return [beside(binary, '', win32.basename(pdb), 'pdb'), ...written];
    }
    case 'elf': {
      const tree =
        facts.buildId === null ? [] : debugFolders.map(root => buildIdPath(root, facts.buildId ?? ''));
      return [
        ...tree.map(one => ({in: 'machine', path: one, by: 'build-id'}) as const),
        ...(named === null ? [] : linkPlaces(binary, named, debugFolders)),
      ];
    }
    case 'macho':
      return [beside(binary, `${baseName(path)}.dSYM/Contents/Resources/DWARF`, baseName(path), 'uuid')];
  }
}

function linkPlaces(binary: DebuggedBinary, file: string, debugFolders: readonly string[]): DebugPlace[] {
  const folder = binary.location === null ? null : dirname(binary.location);
  return [
    beside(binary, '', file, 'crc-32'),
    beside(binary, '.debug', file, 'crc-32'),
    ...debugFolders.flatMap(root =>
      folder === null ? [] : [{in: 'machine', path: join(root, folder, file), by: 'crc-32'} as const],
    ),
  ];
}

function beside(
  {path, location}: DebuggedBinary,
  folder: string,
  file: string,
  by: DebugPlace['by'],
): DebugPlace {
  if (location === null) return {in: 'archive', path: posix.join(posix.dirname(path), folder, file), by};
  return {in: 'machine', path: join(dirname(location), folder, file), by};
}

function buildIdPath(root: string, buildId: string): string {
  return join(root, '.build-id', buildId.slice(0, 2), `${basename(buildId.slice(2))}.debug`);
}

function isAbsolute(path: string): boolean {
  return posix.isAbsolute(path) || /^[a-z]:[/\\]/i.test(path);
}
