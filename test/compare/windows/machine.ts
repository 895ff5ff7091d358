import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {hasProgram} from '../../seeded/tools.ts';
import {makeStandIn, type StandIn} from './msvc/stand-in.ts';
import {hasWindowsNode} from './windows-node.ts';
import {madeVersions, windowsPython, windowsVersions, wine, wineEnvironment} from './wine.ts';

/** Where scripts/windows-pythons.ts puts Windows Pythons and the Wine prefix. */
export const windowsCache = fileURLToPath(new URL('../../../.cache/windows', import.meta.url));

// PYXDBG_TEST_WINDOWS: the versions to run, `3.8,3.13` unless said otherwise, or `all`; those that are made are taken.
const wanted = process.env['PYXDBG_TEST_WINDOWS'] ?? '3.8,3.13';
const made = madeVersions(windowsCache, wanted === 'all' ? windowsVersions : wanted.split(','));
const lacking = [
  ...['x86_64-w64-mingw32-gcc', 'clang-16', 'lld-link-16', 'llvm-dlltool-16'],
  ...['llvm-readobj-16', 'llvm-pdbutil-16', 'llvm-symbolizer-16', 'python3'],
].filter(name => !hasProgram(name));

/** What is missing for a build on Windows, for the title of a skipped test; null where nothing is. */
export const missingForWindows =
  lacking.length > 0
    ? lacking.join(', ')
    : made.length === 0
      ? 'scripts/windows-pythons.ts to be run first'
      : null;

/** The versions to run; none where something is missing. */
export const testedVersions: readonly string[] = missingForWindows === null ? made : [];

/** What is missing for pyxdbg itself to run there, and the newest of the versions: for what one version shows. */
export const pyxdbgOnWindows: {readonly missing: string | null; readonly version: string} = {
  missing:
    missingForWindows ?? (hasWindowsNode(windowsCache) ? null : 'scripts/windows-pythons.ts to be run again'),
  version: testedVersions.at(-1) ?? '',
};

/** A Wine with a stand-in Visual Studio and one Windows Python. */
export interface WindowsMachine {
  /** For everything that a test makes; absolute, without blanks, with which Wine 8's cmd does not cope. */
  readonly folder: string;
  /** The folder of the Windows Python. */
  readonly python: string;
  readonly standIn: StandIn;
  /** What a program needs to run there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs the Windows Python. */
  run(
    args: readonly string[],
    cwd: string,
    env?: Readonly<Record<string, string>>,
  ): Promise<{readonly exitCode: number | undefined; readonly all: string}>;
  close(): Promise<void>;
}

/** Starts one; the caller closes it. */
export const startMachine = async (version: string): Promise<WindowsMachine> => {
  const python = windowsPython(windowsCache, version);
  const folder = await mkdtemp(join(tmpdir(), `pyxdbg-msvc-${version.replace('.', '')}-`));
  const standIn = await makeStandIn(folder, join(windowsCache, 'prefix'), python);
  const environment = {...wineEnvironment(standIn.prefix), ...standIn.environment};
  const waiting = await startWaiting(python, environment);
  return {
    folder,
    python,
    standIn,
    environment,
    run: async (args, cwd, env = {}) => {
      const {exitCode, all} = await execa(wine, [join(python, 'python.exe'), ...args], {
        cwd,
        env: {...environment, ...env},
        stdin: 'ignore',
        all: true,
        reject: false,
        timeout: 180_000,
      });
      return {exitCode, all};
    },
    close: async () => {
      const exit = once(waiting, 'exit');
      waiting.stdin?.end('\n');
      await exit;
      await standIn.close();
      await rm(folder, {recursive: true, force: true});
    },
  };
};

/**
 * While one program runs, Wine's services stay, and each further one starts in a tenth of the time. It has to be the
 * first: services keep the pipes of the program that starts them, whose end nobody would see.
 */
const startWaiting = async (
  python: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> => {
  const code = 'print(1, flush=True); input()';
  const waiting = spawn(wine, [join(python, 'python.exe'), '-I', '-c', code], {
    env: {...process.env, ...environment},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(waiting.stdout, 'data');
  waiting.stdout.destroy();
  return waiting;
};
