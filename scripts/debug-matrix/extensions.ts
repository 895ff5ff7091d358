import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Program, SourceName} from '../../test/compare/debugging/programs/programs.ts';
import {sourcePath} from '../../test/compare/debugging/programs/sources.ts';
import {once} from '../../test/compare/once.ts';
import type {Subject} from './interpreters.ts';
import {cache, type World} from './world.ts';

/** Without optimisation and with all debug information, as `pyxdbg build --debug` has it; asserts stay in. */
const OPTIONS = ['-shared', '-fPIC', '-O0', '-g3', '-UNDEBUG', '-w'];

/** Later ones need Python 3.9, and earlier ones do not know the newest. */
const OLD_CYTHON = 'cython<3.2';

/**
 * The folder with the modules that programs need, built for an interpreter; a stripped copy shares that of the
 * original.
 */
export function buildExtensions(subject: Subject, programs: readonly Program[], folder: string): string {
  const {name, version, world, headers, suffix} = subject;
  const place = join(folder, name.replaceAll(' ', '-'));
  mkdirSync(place, {recursive: true});
  const compile = (compiler: string, source: string, module: string): void =>
    runIn(world, [compiler, ...OPTIONS, `-I${headers}`, source, '-o', join(place, module + suffix)]);
  const needed = new Set(programs.flatMap(({main}) => main.map(({source}) => source)));
  // The one that all programs but those of the others import.
  compile('gcc', sourcePath('planted.c'), 'planted');
  if (needed.has('planted_cxx.cpp')) compile('g++', sourcePath('planted_cxx.cpp'), 'planted_cxx');
  if (needed.has('planted_cy.pyx')) {
    const translated = cythonSource('planted_cy.pyx', place, version === '3.8' ? OLD_CYTHON : 'cython');
    if (translated !== null) compile('gcc', translated, 'planted_cy');
  }
  return place;
}

/** What Cython makes of a source, with lines that point back to it; null where Cython cannot be had. */
function cythonSource(name: SourceName, folder: string, requirement: string): string | null {
  const environment = join(cache, `${requirement.replaceAll(/[^a-z0-9.]+/g, '-')}-venv`);
  const isThere = once(environment, () => {
    execFileSync('python3', ['-m', 'venv', environment], {stdio: 'pipe'});
    const install = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', requirement];
    execFileSync(join(environment, 'bin/python'), install, {stdio: 'pipe'});
  });
  if (!isThere) return null;
  const output = join(folder, 'planted_cy.c');
  execFileSync(join(environment, 'bin/cython'), ['--line-directives', sourcePath(name), '-o', output], {
    stdio: 'pipe',
  });
  return output;
}

function runIn(world: World, words: readonly string[]): void {
  const [program = '', ...rest] = world.enter(words);
  execFileSync(program, rest, {stdio: ['ignore', 'ignore', 'pipe']});
}
