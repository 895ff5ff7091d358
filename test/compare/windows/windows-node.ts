import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdtemp, open, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {winePath} from './msvc/paths.ts';
import {wine} from './wine.ts';

/** Of the Node.js for Windows that the tests take: Wine 8 starts 20 and 22, but not 24. */
export const windowsNodeVersion = '22.23.3';

/** Its program in the cache that scripts/windows-pythons.ts fills. */
export const windowsNode = (cache: string): string => join(cache, `node-${windowsNodeVersion}`, 'node.exe');

/** Whether it was made. */
export const hasWindowsNode = (cache: string): boolean => existsSync(windowsNode(cache));

/** What a program left. */
export interface Finished {
  /** Null for one that had to be ended. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for a message. */
  readonly all: string;
}

/** Where pyxdbg runs, and with what. */
export interface WindowsRun {
  /** Output goes to files in it. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const start = fileURLToPath(new URL('../../../bin/run.cjs', import.meta.url));

/**
 * `pyxdbg WORDS` by the bundle of this repository in Node for Windows. Its output goes to files: Wine makes of pipes of
 * this machine something that Node cannot open (EBADF).
 */
export const runPyxdbg = async (
  cache: string,
  words: readonly string[],
  {folder, cwd, env}: WindowsRun,
): Promise<Finished> => {
  const place = await mkdtemp(join(folder, 'output-'));
  const names = ['stdout', 'stderr'];
  const files = await Promise.all(names.map(name => open(join(place, name), 'w')));
  try {
    const child = spawn(wine, [windowsNode(cache), winePath(start), ...words], {
      cwd,
      env: {...process.env, ...env},
      stdio: ['ignore', ...files.map(({fd}) => fd)],
      timeout: 200_000,
    });
    const [exitCode] = await once(child, 'exit');
    const [stdout = '', stderr = ''] = await Promise.all(
      names.map(name => readFile(join(place, name), 'utf8')),
    );
    return {exitCode, stdout, stderr, all: stdout + stderr};
  } finally {
    await Promise.all(files.map(file => file.close()));
    await rm(place, {recursive: true, force: true});
  }
};
