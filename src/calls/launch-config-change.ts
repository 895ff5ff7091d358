import {OWN_FILES} from '../debugging/launch/model.ts';
import type {Style} from '../report/style.ts';
import type {ChangeFiles} from '../system/change-files.ts';
import {changeShared} from '../system/debugging/launch/change-shared.ts';
import {
  changedOwnFiles,
  type OwnFile,
  ownFilesThere,
  removeOwnFiles,
  writeOwnFiles,
} from '../system/debugging/launch/own-files.ts';
import {
  OWN_PATHS,
  planShared,
  SHARED_FILES,
  type WantedLaunch,
} from '../system/debugging/launch/plan-launch.ts';
import {readJournal} from '../system/journal.ts';
import {requireChangeable} from '../system/require-changeable.ts';
import {renderEdits} from './init-text.ts';

/** What was changed, or would be. */
export interface LaunchChange {
  /** Relative to the project; the walker's as one. */
  readonly files: readonly string[];
  /** The user's files, as a diff. */
  diff(style: Style): string;
  /** Files that another program changed meanwhile. */
  readonly skipped: readonly string[];
}

/** Writes what differs from what is wanted. */
export async function changeLaunch(
  root: string,
  files: ChangeFiles,
  wanted: WantedLaunch,
  isDryRun: boolean,
): Promise<LaunchChange> {
  // Both are planned before anything is written: a file that is no JSON stops all.
  const shared = planShared(files, readJournal(files), wanted.shared, false);
  const own = changedOwnFiles(files, wanted.own);
  for (const {path} of shared) requireChangeable(root, path);
  if (!isDryRun) writeOwnFiles(files, own);
  const skipped = isDryRun ? [] : await changeShared(root, files, shared);
  const changed = shared.map(({path}) => path).filter(path => !skipped.includes(path));
  return {files: [...changed, ...pathsOf(own)], diff: style => renderEdits(shared, style), skipped};
}

/** Takes back what was written, and nothing else. */
export async function undoLaunch(root: string, files: ChangeFiles, isDryRun: boolean): Promise<LaunchChange> {
  const shared = planShared(files, readJournal(files), SHARED_FILES, true);
  const own = ownFilesThere(root, OWN_PATHS);
  const skipped = isDryRun ? [] : await changeShared(root, files, shared);
  if (!isDryRun) removeOwnFiles(root, files, own);
  const changed = shared.map(({path}) => path).filter(path => !skipped.includes(path));
  return {files: [...changed, ...own], diff: style => renderEdits(shared, style), skipped};
}

/** The walker is one of them, however many files it has. */
function pathsOf(own: readonly OwnFile[]): readonly string[] {
  const {walker} = OWN_FILES;
  return [...new Set(own.map(({path}) => (path.startsWith(`${walker}/`) ? walker : path)))];
}
