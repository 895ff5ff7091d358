import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import type {SymbolSubject} from '../../../symbols/subject.ts';
import {identifyFile} from '../../symbol-targets/local-binary.ts';
import {FOLDERS, lookAtHand} from '../../symbols/look-at-hand.ts';
import {filesByName, type LookedFolder} from '../files-by-name.ts';

/** Modules of a dump of another machine, as far as they are on this one, in one folder with their PDBs. */
export interface StagedModules {
  readonly folder: string;
  /** A link to the dump: lldb takes any module of a fitting name that lies beside the dump. */
  readonly dump: string;
  /** Where each file of the folder is in truth, by its path in the folder. */
  readonly places: ReadonlyMap<string, string>;
  /** The modules that are not here. */
  readonly missing: readonly SymbolSubject[];
  /** Names of files that are here, but of another build than the dump's. */
  readonly others: readonly string[];
  close(): void;
}

/**
 * Looks for the very modules of a dump, in folders, and puts links to them and to their PDBs into a folder: debuggers
 * look for a module by its name, and for its PDB beside it.
 */
export async function stageModules(
  dump: string,
  modules: readonly SymbolSubject[],
  folders: readonly LookedFolder[],
): Promise<StagedModules> {
  const candidates = filesByName(new Set(modules.map(({name}) => name.toLowerCase())), folders);
  const found: {readonly name: string; readonly subject: SymbolSubject}[] = [];
  const missing: SymbolSubject[] = [];
  const others: string[] = [];
  for (const module of modules) {
    const paths = [module.path, ...(candidates.get(module.name.toLowerCase()) ?? [])];
    const {same, hasOther} = await sameBuild(module, paths);
    if (same) found.push({name: module.name, subject: same});
    else missing.push(module);
    if (!same && hasOther) others.push(module.name);
  }
  return {...(await linked(dump, found)), missing, others};
}

/** The file among those that is the module of the dump. */
async function sameBuild(
  module: SymbolSubject,
  paths: readonly string[],
): Promise<{readonly same: SymbolSubject | null; readonly hasOther: boolean}> {
  let hasOther = false;
  for (const path of paths) {
    const outcome = await identifyFile(path);
    if (outcome === null || 'unreadable' in outcome) continue;
    const {subject} = outcome;
    if (isSameImage(module, subject)) return {same: subject, hasOther};
    hasOther = true;
  }
  return {same: null, hasOther};
}

/** By what Windows' own debuggers look for images by: time stamp and size of the image. */
function isSameImage({image: wanted}: SymbolSubject, {image}: SymbolSubject): boolean {
  return (
    wanted !== null &&
    image !== null &&
    image.timestamp === wanted.timestamp &&
    image.imageSizeBytes === wanted.imageSizeBytes
  );
}

async function linked(
  dump: string,
  found: readonly {readonly name: string; readonly subject: SymbolSubject}[],
): Promise<Pick<StagedModules, 'folder' | 'dump' | 'places' | 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-modules-'));
  const close = (): void => rmSync(folder, {recursive: true, force: true});
  try {
    const places = new Map<string, string>();
    const link = (name: string, place: string): void => {
      const path = join(folder, basename(name));
      if (places.has(path)) return;
      symlinkSync(place, path);
      places.set(path, place);
    };
    for (const {name, subject} of found) if (subject.location !== null) link(name, subject.location);
    for (const pdb of await pdbsOf(found.map(({subject}) => subject))) link(pdb, pdb);
    const alone = join(folder, 'dump');
    mkdirSync(alone);
    symlinkSync(dump, join(alone, basename(dump)));
    return {folder, dump: join(alone, basename(dump)), places, close};
  } catch (error) {
    close();
    throw error;
  }
}

/** The PDBs that are on this machine: beside their modules, in the store of `symbols fetch`, on the symbol path. */
async function pdbsOf(subjects: readonly SymbolSubject[]): Promise<readonly string[]> {
  if (subjects.length === 0) return [];
  const outcomes = await lookAtHand(subjects, FOLDERS);
  return outcomes.flatMap(({verdict, file}) => (verdict === 'matching' && file !== null ? [file] : []));
}
