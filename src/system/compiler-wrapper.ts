import {chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BuildRequest, CompilerCall} from '../build/model.ts';
import {parseCalls} from '../build/recorded-calls.ts';
import {wrapperPlan} from '../build/wrapper-plan.ts';
import {wrapperScript} from '../build/wrapper-script.ts';
import {type CompilerToolchain, unixToolchains} from '../toolchains/compilers.ts';
import {compilerPrograms, searchPath} from './compiler-programs.ts';
import {packageFolder} from './package-folder.ts';
import {readTable} from './table-files.ts';

/** A folder of stand-ins for compilers, ready to be put first on PATH. */
export interface CompilerWrapper {
  /** Variables that send a build through the wrapper. */
  readonly environment: Readonly<Record<string, string>>;
  /** How many calls were recorded so far. */
  callCount(): number;
  /** The calls so far, those of one process in order: of this run, or of all that used the same folder. */
  calls(run: 'this' | 'all'): readonly CompilerCall[];
  /** The calls of this run that the compiler ended with a failure. */
  failures(): readonly CompilerCall[];
}

/** Runs whose calls are kept. */
const MAX_RUNS = 20;

/**
 * Writes the wrapper of a build into `folder` (absolute; made anew). Every compiler on PATH is wrapped under each of
 * its names; one that a variable names by a path of its own is called through the wrapper by that variable.
 */
export function writeCompilerWrapper(
  folder: string,
  request: BuildRequest,
  env: NodeJS.ProcessEnv,
): CompilerWrapper {
  const records = join(folder, 'calls');
  // A build that finds everything up to date calls no compiler: what is there was made by the calls of earlier ones.
  const runs = namesIn(records).toSorted();
  for (const old of runs.slice(0, -MAX_RUNS)) rmSync(join(records, old), {recursive: true, force: true});
  const record = join(records, String(Date.now()));
  const bin = join(folder, 'bin');
  rmSync(bin, {recursive: true, force: true});
  for (const place of [record, bin]) mkdirSync(place, {recursive: true});
  const toolchains = unixToolchains(readTable);
  const template = (name: string): string =>
    readFileSync(fileURLToPath(new URL(`templates/runtime/${name}`, packageFolder())), 'utf8');
  const compilerText = template('compiler-wrapper.sh');
  const stripText = template('strip-wrapper.sh');

  const write = (name: string, text: string): string => {
    const path = join(bin, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  };
  const wrap = (name: string, real: string, toolchain: CompilerToolchain): string =>
    write(name, wrapperScript(compilerText, {real, record, plan: wrapperPlan(request, toolchain)}));

  const programs = compilerPrograms(request, env);
  for (const {name, real, toolchain} of programs.onPath) wrap(name, real, toolchain);
  for (const {name, real} of request.debug ? programs.strips : [])
    write(name, wrapperScript(stripText, {real, record, plan: {drop: [], addToCompile: [], addToLink: []}}));
  for (const {wrapperName, real, toolchain} of programs.byVariable) wrap(wrapperName, real, toolchain);
  const named = Object.fromEntries(programs.byVariable.map(({variable, command}) => [variable, command]));
  const rustc = toolchains.find(({family}) => family === 'rustc');
  const rust = rustc
    ? {
        RUSTC_WRAPPER: write(
          'pyxdbg-rustc-wrapper',
          wrapperScript(template('rustc-wrapper.sh'), {real: '', record, plan: wrapperPlan(request, rustc)}),
        ),
        ...(request.debug ? rustc.environment : {}),
      }
    : {};
  return {
    environment: {...rust, ...named, PATH: [bin, searchPath(request, env)].join(delimiter)},
    callCount: () => namesIn(record).length,
    failures: () => callsIn(record, name => name.endsWith(FAILED)),
    calls: run =>
      (run === 'this' ? [record] : namesIn(records).map(name => join(records, name))).flatMap(place =>
        callsIn(place, name => !name.endsWith(FAILED)),
      ),
  };
}

/** The end of the names of files with calls that failed. */
const FAILED = '.failed';

/** The calls recorded in a folder, the oldest file first. */
function callsIn(folder: string, isWanted: (name: string) => boolean): readonly CompilerCall[] {
  return readdirSync(folder)
    .filter(isWanted)
    .map(name => join(folder, name))
    .map(path => ({path, modifiedMs: statSync(path).mtimeMs}))
    .toSorted((a, b) => a.modifiedMs - b.modifiedMs)
    .flatMap(({path}) => parseCalls(readFileSync(path, 'utf8')));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
