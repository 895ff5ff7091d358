import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {cache} from '../../../../scripts/debug-matrix/world.ts';
import {fetchSourcePackage, packageOf} from '../../../../src/system/python-build/apt-source.ts';
import {programsOf} from '../../../../src/system/python-build/run-program.ts';

const SYSTEM = '/usr/bin/python3';

/**
 * The system's Python built from its own source with --with-trace-refs: up to 3.12 each object begins with two more
 * pointers, in a release of the same number. The source is apt's; made once, in .cache.
 */
export async function traceRefsPython(): Promise<string> {
  const version = execFileSync(SYSTEM, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  }).trim();
  const prefix = join(cache, 'debug-matrix', 'trace-refs', version);
  const executable = join(prefix, 'bin', `python${version}`);
  if (existsSync(join(prefix, 'complete'))) return executable;
  rmSync(prefix, {recursive: true, force: true});
  const work = join(prefix, 'work');
  mkdirSync(work, {recursive: true});
  const programs = programsOf({
    logFile: join(work, 'log'),
    isLive: false,
    signal: new AbortController().signal,
  });
  const wanted = await packageOf(realpathSync(SYSTEM), programs);
  const {folder} = await fetchSourcePackage(wanted, {to: work, closest: true}, programs);
  await programs.close();
  const run = (...[program = '', ...words]: string[]): void => {
    execFileSync(program, words, {cwd: folder, stdio: 'pipe', maxBuffer: 1 << 28});
  };
  run('./configure', '-q', '--with-trace-refs', '--without-ensurepip', `--prefix=${prefix}`, 'CFLAGS=-O0');
  run('make', '-s', `-j${availableParallelism()}`, 'python');
  run('make', '-s', 'inclinstall');
  mkdirSync(join(prefix, 'bin'));
  cpSync(join(folder, 'python'), executable);
  mkdirSync(join(prefix, 'lib'), {recursive: true});
  renameSync(join(folder, 'Lib'), join(prefix, 'lib', `python${version}`));
  mkdirSync(join(prefix, 'lib', `python${version}`, 'lib-dynload'));
  rmSync(work, {recursive: true});
  writeFileSync(join(prefix, 'complete'), '');
  return executable;
}
