import {existsSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
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
  remove(): void;
}

/** A real-time signal, which programs hardly use; 0 where there are none. */
const DUMP_SIGNAL = process.platform === 'linux' ? 60 : 0;

const MAX_LOG_BYTES = 1 << 20;

/** How the processes of a run shall behave. */
export interface RunSettings {
  /** faulthandler writes to stderr, as by itself. */
  readonly isQuiet: boolean;
  /** Processes with a handler may dump core as the system lets them. */
  readonly keepsCores: boolean;
}

/** Makes the folder. `handler` is the crash handler's library, null without one. */
export function makeRunFolder(
  handler: string | null,
  {isQuiet, keepsCores}: RunSettings,
  env = process.env,
): RunFolder {
  const path = mkdtempSync(join(tmpdir(), 'pyxdbg-run-'));
  const socket = join(path, 'crash');
  if (isQuiet) {
    return {
      path,
      socket,
      env: {PYTHONFAULTHANDLER: '1'},
      faulthandlerLog: () => null,
      remove: () => rmSync(path, {recursive: true, force: true}),
    };
  }
  const site = fileURLToPath(new URL('templates/runtime/run/site', packageFolder()));
  return {
    path,
    socket,
    env: {
      PYTHONPATH: env['PYTHONPATH'] ? `${site}${delimiter}${env['PYTHONPATH']}` : site,
      PYXDBG_RUN_FOLDER: path,
      PYXDBG_CRASH_SOCKET: socket,
      PYXDBG_DUMP_SIGNAL: String(DUMP_SIGNAL),
      ...(keepsCores ? {} : {PYXDBG_CORE_LIMIT: '0'}),
      ...(handler === null ? {} : {PYXDBG_CRASH_HANDLER: handler}),
    },
    faulthandlerLog: pid => {
      const file = join(path, `faulthandler-${pid}.log`);
      if (!existsSync(file)) return null;
      return statSync(file).size > MAX_LOG_BYTES ? '' : readFileSync(file, 'utf8');
    },
    remove: () => rmSync(path, {recursive: true, force: true}),
  };
}
