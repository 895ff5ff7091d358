import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {execa, type Options} from 'execa';
import * as v from 'valibot';
import {tracebackJsonSchema} from '../../../src/debugging/render/json.ts';
import type {Frame, Traceback} from '../../../src/debugging/traceback/model.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';
import {type KnownFrame, PROGRAMS} from './programs/programs.ts';
import {linesOf, sourcePath} from './programs/sources.ts';

/** The Python that the programs run in, and the module that they need; null where there is no compiler or no header. */
export interface Planted {
  readonly python: string;
  /** The folder of its C headers. */
  readonly headers: string;
  /** Has planted.so; the folder of its own. */
  readonly folder: string;
  readonly app: string;
}

/** Builds the module of the planted faults, for the Python on PATH unless another is named. */
export function plantedModule(python = toolNamed('python3')): Planted | null {
  if (!python || !toolNamed('gcc')) return null;
  const ask = 'import sys, sysconfig; print(sys.executable); print(sysconfig.get_path("include"))';
  const [executable = '', headers = ''] = execFileSync(python, ['-c', ask], {encoding: 'utf8'}).split('\n');
  const folder = temporaryFolder();
  const words = ['-shared', '-fPIC', '-O0', '-g3', '-UNDEBUG', '-w', `-I${headers}`, sourcePath('planted.c')];
  try {
    execFileSync('gcc', [...words, '-o', join(folder, 'planted.so')], {stdio: 'pipe'});
  } catch {
    rmSync(folder, {recursive: true});
    return null;
  }
  return {python: executable, headers, folder, app: sourcePath('app.py')};
}

/** The environment of a user who has the module, with a cache of his own. */
export function plantedEnvironment(planted: Planted, more: Readonly<Record<string, string>> = {}) {
  return environment({
    PYTHONPATH: planted.folder,
    XDG_CACHE_HOME: join(planted.folder, 'cache'),
    ...more,
  });
}

/** Runs `pyxdbg`; a failure is an answer. */
export function pyxdbgIn(
  planted: Planted,
  words: readonly string[],
  {env, ...options}: Options & {readonly env?: Readonly<Record<string, string>>} = {},
) {
  return execa(process.execPath, [program, ...words], {
    cwd: planted.folder,
    reject: false,
    timeout: 120_000,
    stdin: 'ignore',
    ...options,
    env: plantedEnvironment(planted, env),
    extendEnv: false,
  });
}

/** A report that `-o FILE.json` or `--json` wrote, in the form that it promises. */
export function readReport(text: string) {
  return v.parse(tracebackJsonSchema, JSON.parse(text));
}

/** The same from a file. */
export function reportIn(file: string) {
  return readReport(readFileSync(file, 'utf8'));
}

/** Python's frames and those of the user's C, as `function:line`, a recursion's once. */
export function ownFrames(frames: readonly Frame[]): readonly string[] {
  const own = frames.flatMap(frame =>
    frame.kind === 'python' || (frame.kind === 'c' && frame.origin === 'user')
      ? [`${frame.function}:${frame.line}`]
      : [],
  );
  return own.filter((frame, at) => frame !== own[at - 1]);
}

/** The frames that are known of a program in the Python of a report, each as the texts that it may have. */
export function knownFrames(name: string, {python}: Traceback): readonly (readonly string[])[] {
  const known = PROGRAMS.find(one => one.name === name);
  if (!known) throw new Error(`there is no program ${name}`);
  // Python before 3.11 has plain names.
  const hasQualifiedNames = /^3\.1[1-9]/.test(python?.version ?? '');
  return known.main.map(frame => linesOf(frame).map(line => `${nameOf(frame, hasQualifiedNames)}:${line}`));
}

function nameOf({kind, function: name}: KnownFrame, hasQualifiedNames: boolean): string {
  return kind === 'c' || hasQualifiedNames ? name : name.slice(name.lastIndexOf('.') + 1);
}

/** Whether frames are the known ones, in their order. */
export function areKnown(frames: readonly string[], known: readonly (readonly string[])[]): boolean {
  return frames.length === known.length && frames.every((frame, at) => known[at]?.includes(frame) === true);
}

const CORE_PATTERN = '/proc/sys/kernel/core_pattern';

/** Whether the kernel of this machine writes cores as files into the folder of the process. */
export function keepsCores(): boolean {
  return existsSync(CORE_PATTERN) && !/[|/]/.test(readFileSync(CORE_PATTERN, 'utf8'));
}
