import type {PlatformPath} from 'node:path';
import {pdbIndex} from '../keys.ts';
import type {FoundSymbols, HandedSubject, ModuleSymbols, PlacedFiles, TreeLink} from './model.ts';

/** How paths of this machine are taken apart, and links in them followed. */
export interface PlacePaths {
  readonly path: PlatformPath;
  /** Null where a path leads nowhere. */
  realPath(path: string): string | null;
}

/** What makes debuggers find the debug files of these binaries. */
export function placeFiles(outcomes: readonly FoundSymbols[], paths: PlacePaths): PlacedFiles {
  const debugFolders = new Set<string>();
  const symStores = new Set<string>();
  const pdbFolders = new Set<string>();
  const modules: ModuleSymbols[] = [];
  const links = new Map<string, TreeLink>();
  const without: HandedSubject[] = [];
  const unplaced: {subject: HandedSubject; file: string}[] = [];

  for (const {subject, verdict, file} of outcomes) {
    if (verdict === 'own') continue;
    if (verdict !== 'matching' || file === null) {
      without.push(subject);
      continue;
    }
    if (subject.identity?.kind === 'pdb') {
      const store = symStoreOf(subject, file, paths);
      if (store === null) pdbFolders.add(paths.path.dirname(file));
      else symStores.add(store);
    }
    if (subject.format !== 'elf') {
      modules.push({module: subject.location ?? subject.name, format: subject.format, file});
      continue;
    }
    const place = placeOfElf(subject, file, paths);
    if (place === null) unplaced.push({subject, file});
    else if (place.kind === 'folder') debugFolders.add(place.folder);
    else for (const at of place.at) links.set(at, {at, to: file});
  }
  return {
    debugFolders: [...debugFolders],
    symStores: [...symStores],
    pdbFolders: [...pdbFolders],
    modules,
    links: [...links.values()],
    without,
    unplaced,
  };
}

type ElfPlace =
  | {readonly kind: 'folder'; readonly folder: string}
  /** Nothing where the debugger finds the file by itself. */
  | {readonly kind: 'links'; readonly at: readonly string[]};

/**
 * Separate debug files are found (GDB manual, "Debugging Information in Separate Files"; lldb does likewise) by
 * build-id as `.build-id/xx/rest.debug`, by debuglink beside the module, in `.debug` there, and below each debug folder
 * by the path of the module's folder.
 */
function placeOfElf(subject: HandedSubject, file: string, paths: PlacePaths): ElfPlace | null {
  const {identity, location, debugLink} = subject;
  const linkName = identity?.kind === 'debuglink' ? identity.file : debugLink?.file;
  const folders = location === null ? [] : foldersOf(location, paths);
  if (linkName !== undefined) {
    for (const folder of folders) {
      const {join} = paths.path;
      if (file === join(folder, linkName) || file === join(folder, '.debug', linkName)) {
        return {kind: 'links', at: []};
      }
      const root = before(file, join(folder, linkName));
      if (root !== null) return {kind: 'folder', folder: root};
    }
  }
  if (identity?.kind === 'build-id') {
    const name = `.build-id/${identity.id.slice(0, 2)}/${identity.id.slice(2)}.debug`;
    const root = before(file, `/${name}`);
    return root === null ? {kind: 'links', at: [name]} : {kind: 'folder', folder: root};
  }
  // Absolute POSIX folders only: no debugger is known to put a drive below another folder.
  if (linkName === undefined || folders.length === 0 || !folders.every(folder => folder.startsWith('/')))
    return null;
  return {kind: 'links', at: folders.map(folder => `${folder.slice(1)}/${linkName}`)};
}

/** The folder of a module as it is named, and as it is: a debugger tries both, in this order. */
function foldersOf(location: string, {path, realPath}: PlacePaths): readonly string[] {
  const real = realPath(location);
  return [...new Set([path.dirname(location), path.dirname(real ?? location)])];
}

/** What stands before this end of a path; null where it ends otherwise, or nothing stands before it. */
function before(path: string, end: string): string | null {
  return path.endsWith(end) && path.length > end.length ? path.slice(0, -end.length) : null;
}

/** The root of the SymStore tree that a PDB lies in; null where it lies in none. */
function symStoreOf({identity}: HandedSubject, file: string, {path}: PlacePaths): string | null {
  if (identity?.kind !== 'pdb') return null;
  const keyFolder = path.dirname(file);
  const nameFolder = path.dirname(keyFolder);
  const isKey =
    path.basename(keyFolder).toLowerCase() === pdbIndex(identity.guid, identity.age).toLowerCase();
  const isName = path.basename(nameFolder).toLowerCase() === path.basename(file).toLowerCase();
  return isKey && isName ? path.dirname(nameFolder) : null;
}
