import {closeSync, existsSync, mkdtempSync, openSync, readdirSync, readSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {packageFolder} from '../../package-folder.ts';

/** The folder that one run's processes share: socket, logs. Only this user may enter it. */
export interface RunFolder {
  readonly path: string;
  readonly socket: string;
  /** Variables of the program that make its Pythons ready for a crash. */
  readonly env: Readonly<Record<string, string>>;
  /** What faulthandler has written for a process; null where its Python was not made ready. */
  faulthandlerLog(pid: number): string | null;
  /** The same of all processes, without the empty ones. */
  faulthandlerLogs(): readonly string[];
  remove(): void;
}

/** A real-time signal, which programs hardly use, has faulthandler write all threads; 0 where there are none. */
export const DUMP_SIGNAL = process.platform === 'linux' ? 60 : 0;

/** Which run a process belongs to. */
export const RUN_FOLDER_VARIABLE = 'PYXDBG_RUN_FOLDER';

const MAX_LOG_BYTES = 1 << 20;

/** The beginning of a log; null where there is none. */
function readLog(file: string): string | null {
  if (!existsSync(file)) return null;
  const log = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(MAX_LOG_BYTES);
    return bytes.toString('utf8', 0, readSync(log, bytes));
  } finally {
    closeSync(log);
  }
}

/** sun_path of unix(7) holds 108 bytes with its NUL, 104 on macOS. */
const MAX_SOCKET_BYTES = 103;

/** The folder for temporary files, or /tmp where its name is too long for that of a socket in it. */
function folderForSocket(): string {
  const example = join(tmpdir(), 'pyxdbg-run-XXXXXX', 'crash');
  return process.platform === 'win32' || Buffer.byteLength(example) <= MAX_SOCKET_BYTES ? tmpdir() : '/tmp';
}

/** How the processes of a run shall behave. */
export interface RunSettings {
  /** faulthandler writes to stderr, as by itself. */
  readonly isQuiet: boolean;
  /** The limit of cores that a handler puts back; null where cores are to be as the system lets them. */
  readonly coreLimit: string | null;
  /** After so many seconds faulthandler writes all threads into the log; null where a signal has it do so. */
  readonly watchdogSeconds: number | null;
}

/** Makes the folder. `handler` is the crash handler's library, null without one. */
export function makeRunFolder(
  handler: string | null,
  {isQuiet, coreLimit, watchdogSeconds}: RunSettings,
  env = process.env,
): RunFolder {
  const path = mkdtempSync(join(folderForSocket(), 'pyxdbg-run-'));
  const socket = join(path, 'crash');
  if (isQuiet) {
    return {
      path,
      socket,
      env: {PYTHONFAULTHANDLER: '1'},
      faulthandlerLog: () => null,
      faulthandlerLogs: () => [],
      remove: () => rmSync(path, {recursive: true, force: true}),
    };
  }
  const site = fileURLToPath(new URL('templates/runtime/run/site', packageFolder()));
  return {
    path,
    socket,
    env: {
      PYTHONPATH: env['PYTHONPATH'] ? `${site}${delimiter}${env['PYTHONPATH']}` : site,
      [RUN_FOLDER_VARIABLE]: path,
      PYXDBG_CRASH_SOCKET: socket,
      PYXDBG_DUMP_SIGNAL: String(DUMP_SIGNAL),
      ...(coreLimit === null ? {} : {PYXDBG_CORE_LIMIT: coreLimit}),
      ...(watchdogSeconds === null ? {} : {PYXDBG_WATCHDOG: String(watchdogSeconds)}),
      ...(handler === null ? {} : {PYXDBG_CRASH_HANDLER: handler}),
    },
    faulthandlerLog: pid => readLog(join(path, `faulthandler-${pid}.log`)),
    faulthandlerLogs: () =>
      readdirSync(path)
        .filter(name => name.endsWith('.log'))
        .map(name => readLog(join(path, name)) ?? '')
        .filter(log => log !== ''),
    remove: () => rmSync(path, {recursive: true, force: true}),
  };
}
