import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {basename, dirname, join, relative} from 'node:path';
import {UserError} from '../../errors.ts';
import {makeFolder} from '../make-folder.ts';
import {describeWriteFailure} from '../system-failure.ts';

/** What marks a prefix as one that `pyxdbg python build` made, and may make anew. */
export const MARKER = '.pyxdbg-python.json';

/** Folders of one build, beside the prefix, so that what is done is moved into place by a rename. */
export interface WorkFolder {
  /** Absolute. */
  readonly folder: string;
  readonly source: string;
  readonly stage: string;
  readonly logFile: string;
  remove(): void;
}

/**
 * Throws a UserError for a prefix (absolute) that must not or cannot be written: one that holds something else, is no
 * folder, stands in a folder that cannot be written, or has a name that configure and make cannot take.
 */
export function requirePrefix(prefix: string): void {
  if (/[^\w./+@,~-]/.test(prefix)) {
    throw new UserError({
      what: 'has a blank or another character that the build of Python cannot take in its prefix',
      where: `--prefix ${prefix}`,
      advice: 'name a folder of letters, digits, dots, dashes and underscores',
    });
  }
  const status = statSync(prefix, {throwIfNoEntry: false});
  if (status && !status.isDirectory()) {
    const advice = 'name a folder that is not there yet';
    throw new UserError({what: 'is a file, not a folder', where: `--prefix ${prefix}`, advice});
  }
  if (status && readdirSync(prefix).length > 0 && !existsSync(join(prefix, MARKER))) {
    throw new UserError({
      what: 'is not empty, and pyxdbg did not make it',
      where: `--prefix ${prefix}`,
      advice: 'name a folder that is empty or not there yet',
    });
  }
  const above = nearestFolder(dirname(prefix));
  try {
    accessSync(above, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new UserError({
      what: `cannot be made: the folder ${above} cannot be written to`,
      where: `--prefix ${prefix}`,
      advice: 'name one below your own folder',
      cause,
    });
  }
}

/** The prefix (absolute) with the links of the folders above it resolved: compilers record where files really are. */
export function realPrefix(prefix: string): string {
  const above = nearestFolder(dirname(prefix));
  return join(realpathSync(above), relative(above, prefix));
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** Makes the folder of a build, and removes those that ended builds of the same prefix left (kill -9, a power cut). */
export function openWorkFolder(prefix: string): WorkFolder {
  const above = dirname(prefix);
  const stem = `.pyxdbg-${basename(prefix)}-`;
  makeFolder(above);
  for (const name of readdirSync(above)) {
    const [, pid] = name.startsWith(stem) ? (/^(\d+)$/.exec(name.slice(stem.length)) ?? []) : [];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(above, name), {recursive: true, force: true});
  }
  const folder = join(above, `${stem}${process.pid}`);
  rmSync(folder, {recursive: true, force: true});
  makeFolder(folder);
  return {
    folder,
    source: join(folder, 'src'),
    stage: join(folder, 'stage'),
    logFile: join(folder, 'build.log'),
    // A compiler that was ended may still be about to write.
    remove: () => rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200}),
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Puts what was installed below `stage` in the place of the prefix, whole or not at all. What stood there was ours
 * ({@link requirePrefix}) and goes.
 */
export function publish(prefix: string, installed: string, work: WorkFolder): void {
  const old = join(work.folder, 'old');
  writeFileSync(join(installed, MARKER), `${JSON.stringify({madeBy: 'pyxdbg python build'})}\n`);
  try {
    // Again: the build took minutes. No signal comes in between: Node hears them when it next looks for events.
    requirePrefix(prefix);
    if (existsSync(prefix)) renameSync(prefix, old);
    try {
      renameSync(installed, prefix);
    } catch (error) {
      if (existsSync(old)) renameSync(old, prefix);
      throw error;
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError({what: describeWriteFailure(cause), where: `--prefix ${prefix}`, cause});
  }
}

/** Keeps the log of a build that failed, in a place of its own. */
export function keepLog(work: WorkFolder, prefix: string): string | null {
  if (!existsSync(work.logFile)) return null;
  const kept = `${prefix}.build.log`;
  mkdirSync(dirname(kept), {recursive: true});
  writeFileSync(kept, readFileSync(work.logFile));
  return kept;
}
