import type {BuildInterpreter} from '../../../build/model.ts';
import type {HandOver} from '../../../symbols/handover/model.ts';
import type {SymbolOutcome} from '../../../symbols/verdict.ts';
import {binariesBelow} from '../../build-products.ts';
import {readBuildState} from '../../build-state.ts';
import {editableProducts} from '../../editable-products.ts';
import {localFiles} from '../../files.ts';
import {defaultStoreFolder} from '../../symbol-store-folder.ts';
import {subjectsOf} from '../../symbol-targets.ts';
import {lookAtHand} from '../../symbols/look-at-hand.ts';
import {prepareHandOver} from '../../symbols-handover/hand-over.ts';

/** The modules of a project and its interpreter, and what a debugger must be told of them. */
export interface ProjectSymbols {
  /** Absolute paths of the modules that are built. */
  readonly modules: readonly string[];
  readonly outcomes: readonly SymbolOutcome[];
  readonly handOver: HandOver;
}

/** Looks on this machine only; trees of links may be made in the folder of symbols. */
export async function projectSymbols(root: string, interpreter: BuildInterpreter): Promise<ProjectSymbols> {
  const modules = builtModules(root, interpreter);
  const ofModules = await outcomesOf(modules);
  const ofPython = await outcomesOf([interpreter.executable]);
  const store = defaultStoreFolder(process.env, process.platform);
  const debuginfod = process.env['DEBUGINFOD_URLS'] ? true : null;
  // The workspace has no sources of the interpreter's: a file of the same name would be taken for one.
  const own = prepareHandOver(ofModules, {store, sources: [root], debuginfod}).handOver;
  const python = prepareHandOver(ofPython, {store, sources: [], debuginfod}).handOver;
  return {modules, outcomes: ofModules, handOver: joined(own, python)};
}

/** What builds left in the project, and what an editable install put into the environment. */
function builtModules(root: string, {prefix}: BuildInterpreter): readonly string[] {
  const known = Object.keys(readBuildState(root));
  // Copies that nobody imports.
  const found = binariesBelow(root, ['build', 'dist']);
  const all = new Set([...known, ...found, ...editableProducts(root, prefix)]);
  return [...all].filter(path => localFiles.status(path)?.kind === 'file').sort();
}

async function outcomesOf(paths: readonly string[]): Promise<readonly SymbolOutcome[]> {
  const subjects = [];
  for (const path of paths) subjects.push(...(await subjectsOf(path)).subjects);
  return lookAtHand(subjects, []);
}

function joined(own: HandOver, python: HandOver): HandOver {
  const both = <T>(pick: (one: HandOver) => readonly T[]): readonly T[] => [
    ...new Set([...pick(own), ...pick(python)]),
  ];
  return {
    debugFolders: both(one => one.debugFolders),
    symStores: both(one => one.symStores),
    pdbFolders: both(one => one.pdbFolders),
    modules: both(one => one.modules),
    sources: both(one => one.sources),
    gdbSources: both(one => one.gdbSources),
    debuginfod: own.debuginfod,
  };
}
