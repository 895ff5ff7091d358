import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {basename, delimiter, dirname, isAbsolute, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BuildRequest, CompilerCall} from '../build/model.ts';
import {parseCalls} from '../build/recorded-calls.ts';
import {wrapperPlan} from '../build/wrapper-plan.ts';
import {wrapperScript} from '../build/wrapper-script.ts';
import {
  type CompilerToolchain,
  plainProgramName,
  stripPrograms,
  toolchainOf,
  unixToolchains,
} from '../toolchains/compilers.ts';
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

/** Variables by which users and interpreters name compilers. */
const COMPILER_VARIABLES = ['CC', 'CXX', 'FC', 'F77', 'F90'] as const;

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
  const strips = request.debug ? stripPrograms(readTable) : [];
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

  // As in an activated environment: backends call meson, ninja, maturin by name.
  const path = [dirname(request.interpreter.executable), env['PATH'] ?? ''].join(delimiter);
  for (const [name, real] of programsOnPath(path, bin)) {
    const toolchain = toolchainOf(name, toolchains);
    if (toolchain?.family === 'unix') wrap(name, real, toolchain);
    else if (strips.includes(plainProgramName(name)))
      write(
        name,
        wrapperScript(stripText, {real, record, plan: {drop: [], addToCompile: [], addToLink: []}}),
      );
  }
  const named = Object.fromEntries(
    COMPILER_VARIABLES.flatMap(variable => {
      const command = env[variable] || request.interpreter.config[variable] || '';
      const [program = '', ...options] = command.split(' ');
      const toolchain = isAbsolute(program) ? toolchainOf(basename(program), toolchains) : null;
      if (toolchain?.family !== 'unix' || !isProgram(program)) return [];
      return [
        [variable, [wrap(`${variable}-${basename(program)}`, program, toolchain), ...options].join(' ')],
      ];
    }),
  );
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
    environment: {...rust, ...named, PATH: [bin, path].join(delimiter)},
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

/** Programs by name, the first on PATH of each, without those of our own folder. */
function programsOnPath(path: string, own: string): ReadonlyMap<string, string> {
  const programs = new Map<string, string>();
  for (const folder of path.split(delimiter)) {
    if (folder === own || !isAbsolute(folder)) continue;
    for (const name of namesIn(folder)) {
      if (programs.has(name) || !MAY_BE_TOOL.test(name)) continue;
      const program = join(folder, name);
      if (isProgram(program)) programs.set(name, program);
    }
  }
  return programs;
}

/** A quick look at thousands of names; the tables decide. */
const MAY_BE_TOOL = /(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|gfortran|strip)(?:-[\d.]+)?$/;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
