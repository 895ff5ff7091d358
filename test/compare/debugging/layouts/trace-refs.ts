import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {cache} from '../../../../scripts/debug-matrix/world.ts';
import {UserError} from '../../../../src/errors.ts';
import {fetchSourcePackage, packageOf} from '../../../../src/system/python-build/apt-source.ts';
import {programsOf} from '../../../../src/system/python-build/run-program.ts';

const SYSTEM = '/usr/bin/python3';

/** A CPython that is built where its source is there. */
export interface TraceRefs {
  readonly executable: string;
  /** Null where it is built already. */
  readonly source: string | null;
  readonly prefix: string;
}

/**
 * The system's Python of its own source, to be built with --with-trace-refs: up to 3.12 each object begins with two more
 * pointers, in a release of the same number. It is made once, in .cache. Null where apt has no source for it.
 */
export async function traceRefsSource(version: string): Promise<TraceRefs | null> {
  const prefix = join(cache, 'debug-matrix', 'trace-refs', version);
  const executable = join(prefix, 'bin', `python${version}`);
  if (existsSync(join(prefix, 'complete'))) return {executable, source: null, prefix};
  rmSync(prefix, {recursive: true, force: true});
  const work = join(prefix, 'work');
  mkdirSync(work, {recursive: true});
  const programs = programsOf({
    logFile: join(work, 'log'),
    isLive: false,
    signal: new AbortController().signal,
  });
  try {
    const wanted = await packageOf(realpathSync(SYSTEM), programs);
    const {folder} = await fetchSourcePackage(wanted, {to: work, closest: true}, programs);
    return {executable, source: folder, prefix};
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  } finally {
    await programs.close();
  }
}

/** Builds it, where it is not, in three minutes; gives its program. */
export function buildTraceRefs({executable, source, prefix}: TraceRefs): string {
  if (source === null) return executable;
  const run = (...[program = '', ...words]: string[]): void => {
    execFileSync(program, words, {cwd: source, stdio: 'pipe', maxBuffer: 1 << 28});
  };
  run('./configure', '-q', '--with-trace-refs', '--without-ensurepip', `--prefix=${prefix}`, 'CFLAGS=-O0');
  run('make', '-s', `-j${availableParallelism()}`, 'python');
  run('make', '-s', 'inclinstall');
  mkdirSync(join(prefix, 'bin'));
  cpSync(join(source, 'python'), executable);
  const library = join(prefix, 'lib', basename(executable));
  mkdirSync(dirname(library), {recursive: true});
  renameSync(join(source, 'Lib'), library);
  mkdirSync(join(library, 'lib-dynload'));
  rmSync(join(prefix, 'work'), {recursive: true});
  writeFileSync(join(prefix, 'complete'), '');
  return executable;
}
