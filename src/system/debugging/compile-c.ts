import {existsSync} from 'node:fs';
import {loadExeca} from '../programs.ts';

/** How it ended: with the file, without a compiler, or with what the last compiler said. */
export type Compiled =
  | {readonly kind: 'made'}
  | {readonly kind: 'no-compiler'}
  | {readonly kind: 'refused'; readonly program: string; readonly said: string};

const TIMEOUT_MS = 30_000;

/** Makes a file by the first of the user's C compilers that can: CC, then cc, gcc, clang. */
export async function compileC(
  words: readonly string[],
  made: string,
  env: NodeJS.ProcessEnv,
): Promise<Compiled> {
  const execa = await loadExeca();
  let last: Compiled = {kind: 'no-compiler'};
  for (const [program, ...own] of compilers(env)) {
    const run = await execa(program, [...own, ...words, '-o', made], {
      // Messages are read.
      env: {...env, LC_ALL: 'C'},
      reject: false,
      stdin: 'ignore',
      timeout: TIMEOUT_MS,
      all: true,
    });
    if (!run.failed && existsSync(made)) return {kind: 'made'};
    if (run.code !== 'ENOENT') last = {kind: 'refused', program, said: run.all ?? ''};
  }
  return last;
}

function compilers(env: NodeJS.ProcessEnv): readonly (readonly [string, ...string[]])[] {
  const [first, ...rest] = (env['CC'] ?? '').split(/\s+/).filter(word => word !== '');
  return [...(first === undefined ? [] : [[first, ...rest] as const]), ['cc'], ['gcc'], ['clang']];
}
