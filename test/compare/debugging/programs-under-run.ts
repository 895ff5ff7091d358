import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {temporaryFolder} from '../../builders/tools.ts';
import {type Planted, plantedEnvironment, plantedModule} from './planted.ts';
import {sourcePath} from './programs/sources.ts';

/** The planted module, with `faults` beside it; null where they cannot be compiled. */
export function withFaults(): Planted | null {
  const planted = process.platform === 'linux' ? plantedModule() : null;
  if (planted === null) return null;
  const words = ['-shared', '-fPIC', '-pthread', '-O0', '-g3', '-w', `-I${planted.headers}`];
  execFileSync('gcc', [...words, '-o', join(planted.folder, 'faults.so'), sourcePath('faults.c')]);
  return planted;
}

/** The status of the same program without pyxdbg, as a shell has it. */
export async function plainStatus(planted: Planted, words: readonly string[]): Promise<number | undefined> {
  const {exitCode} = await execa('sh', ['-c', '"$@"; exit $?', 'sh', planted.python, ...words], {
    cwd: temporaryFolder(),
    env: plantedEnvironment(planted),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return exitCode;
}

/** A debugger in a folder of its own, that leaves a mark where it is called; `env` has it found before any other. */
export function fakeDebugger(script: string): {
  readonly folder: string;
  readonly mark: string;
  readonly env: {readonly PATH: string};
} {
  const folder = temporaryFolder();
  const mark = join(folder, 'called');
  writeFileSync(join(folder, 'gdb'), `#!/bin/sh\ntouch '${mark}'\n${script}\n`, {mode: 0o755});
  return {folder, mark, env: {PATH: `${folder}:${process.env['PATH']}`}};
}
