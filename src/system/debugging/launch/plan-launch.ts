import {gdbInit, lldbInit} from '../../../debugging/launch/debugger-init.ts';
import {type LaunchFacts, OWN_FILES, OWN_NAME} from '../../../debugging/launch/model.ts';
import {vscodeFiles} from '../../../debugging/launch/vscode.ts';
import type {Journal} from '../../../project/edits/journal.ts';
import {type EntriesFile, type EntriesPlan, planEntries} from '../../../project/edits/own-entries.ts';
import type {ChangeFiles} from '../../change-files.ts';
import {type OwnFile, runtimeTemplate, walkerFiles} from './own-files.ts';

/** Editors and debuggers that files are written for. */
export type LaunchEditor = 'vscode' | 'vs' | 'gdb' | 'lldb';

/** All files of a project that launch configurations are made of, as they should be. */
export interface WantedLaunch {
  /** The user's, with entries of ours. */
  readonly shared: readonly EntriesFile[];
  /** Ours alone. */
  readonly own: readonly OwnFile[];
}

/** What the files should say. Throws a UserError for paths that a debugger cannot be told. */
export function wantedLaunch(
  facts: LaunchFacts,
  editors: readonly LaunchEditor[],
  isForAllSystems: boolean,
): WantedLaunch {
  const has = (editor: LaunchEditor): boolean => editors.includes(editor);
  const isCode = has('vscode');
  return {
    shared: isCode ? vscodeFiles(facts, isForAllSystems) : [],
    own: [
      // The folder is of this machine.
      {path: IGNORES, text: '*\n'},
      ...(isCode || has('gdb') ? [{path: OWN_FILES.gdb, text: gdbInit(facts)}] : []),
      ...(isCode || has('lldb') ? [{path: OWN_FILES.lldb, text: lldbInit(facts)}] : []),
      ...(isCode || has('gdb') || has('lldb') ? walkerFiles() : []),
      ...(isCode ? [{path: OWN_FILES.connect, text: runtimeTemplate('debugpy-connect.py')}] : []),
    ],
  };
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
];

/** Files and folders that are ours alone, and go with `--undo`. */
export const OWN_PATHS: readonly string[] = Object.values(OWN_FILES);

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
