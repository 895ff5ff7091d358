import {gdbInit, lldbInit} from '../../../debugging/launch/debugger-init.ts';
import {OWN_FILES, OWN_NAME} from '../../../debugging/launch/model.ts';
import {VS_LAUNCH, vsFiles, vsLaunch} from '../../../debugging/launch/vs-files.ts';
import {VS_FOLDER} from '../../../debugging/launch/vs-project.ts';
import {vscodeFiles} from '../../../debugging/launch/vscode.ts';
import {type LaunchWishes, parseWishes, WISHES_FILE, wishesText} from '../../../debugging/launch/wishes.ts';
import type {Journal} from '../../../project/edits/journal.ts';
import {type EntriesFile, type EntriesPlan, planEntries} from '../../../project/edits/own-entries.ts';
import {launchSchemas} from '../../../toolchains/launch-schemas.ts';
import type {ChangeFiles} from '../../change-files.ts';
import {readTable} from '../../table-files.ts';
import type {GatheredLaunch} from './launch-facts.ts';
import {type OwnFile, runtimeTemplate, walkerFiles} from './own-files.ts';
import {vsFacts} from './vs-facts.ts';

/** Editors and debuggers that files are written for. */
type LaunchEditor = 'vscode' | 'vs' | 'gdb' | 'lldb';

/** All files of a project that launch configurations are made of, as they should be. */
export interface WantedLaunch {
  /** The user's, with entries of ours. */
  readonly shared: readonly EntriesFile[];
  /** Ours alone. */
  readonly own: readonly OwnFile[];
}

/** What the files should say. Throws a UserError for paths that a debugger cannot be told. */
export function wantedLaunch(gathered: GatheredLaunch, wishes: LaunchWishes): WantedLaunch {
  const editors = editorsOf(wishes);
  const {facts} = gathered;
  const has = (editor: LaunchEditor): boolean => editors.includes(editor);
  const isCode = has('vscode');
  const ofVs = has('vs') ? vsFacts(gathered) : null;
  return {
    shared: [
      ...(isCode ? vscodeFiles(facts, wishes.allSystems) : []),
      ...(ofVs ? [vsLaunch(ofVs, launchSchemas(readTable).mixed_mode)] : []),
    ],
    own: [
      // The folder is of this machine.
      {path: IGNORES, text: '*\n'},
      {path: WISHES_FILE, text: wishesText(wishes)},
      ...(isCode || has('gdb') ? [{path: OWN_FILES.gdb, text: gdbInit(facts)}] : []),
      ...(isCode || has('lldb') ? [{path: OWN_FILES.lldb, text: lldbInit(facts)}] : []),
      ...(isCode || has('gdb') || has('lldb') ? walkerFiles() : []),
      ...(isCode ? [{path: OWN_FILES.connect, text: runtimeTemplate('debugpy-connect.py')}] : []),
      ...(ofVs ? vsFiles(ofVs) : []),
    ],
  };
}

/** What `--for` stands for; without it what the system's users have. */
function editorsOf({for: chosen}: LaunchWishes): readonly LaunchEditor[] {
  if (chosen === 'all') return ['vscode', 'vs', 'gdb', 'lldb'];
  if (chosen !== null) return [chosen];
  return process.platform === 'win32' ? ['vscode', 'vs'] : ['vscode'];
}

/** What was said when the files were written; null where nothing was, or somebody broke it. */
export function formerWishes(files: ChangeFiles): LaunchWishes | null {
  const bytes = files.read(WISHES_FILE);
  return bytes === null ? null : parseWishes(Buffer.from(bytes).toString('utf8'));
}

/** The files of the user that entries of ours are taken out of again. */
export const SHARED_FILES: readonly EntriesFile[] = [
  {
    path: '.vscode/launch.json',
    skeleton: {version: '0.2.0', configurations: []},
    lists: [
      {key: 'configurations', nameKey: 'name', entries: []},
      {key: 'compounds', nameKey: 'name', entries: []},
      {key: 'inputs', nameKey: 'id', entries: []},
    ],
  },
  {
    path: '.vscode/tasks.json',
    skeleton: {version: '2.0.0', tasks: []},
    lists: [{key: 'tasks', nameKey: 'label', entries: []}],
  },
  {
    path: VS_LAUNCH,
    skeleton: {version: '0.2.1', defaults: {}, configurations: []},
    lists: [{key: 'configurations', nameKey: 'name', entries: []}],
  },
];

/** Files and folders that are ours alone, and go with `--undo`. */
export const OWN_PATHS: readonly string[] = [...Object.values(OWN_FILES), VS_FOLDER, WISHES_FILE];

/** As a build writes it, so that it stays where both are at work. */
const IGNORES = '.pyxdbg/.gitignore';

/** Inputs are named by ids, all else by titles. */
export function isOurEntry(name: string): boolean {
  return name.startsWith(OWN_NAME) || name.startsWith('pyxdbg-');
}

/** How files of the user change; those that stay are left out. */
export function planShared(
  files: ChangeFiles,
  journal: Journal,
  wanted: readonly EntriesFile[],
  isUndo: boolean,
): readonly EntriesPlan[] {
  return wanted.flatMap(file => {
    const recorded = journal.changes.filter(({path}) => path === file.path);
    return planEntries(file, files.read(file.path), {recorded, isOurs: isOurEntry, isUndo}) ?? [];
  });
}
