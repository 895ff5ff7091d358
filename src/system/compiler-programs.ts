import {accessSync, constants, readdirSync, statSync} from 'node:fs';
import {basename, delimiter, dirname, isAbsolute, join} from 'node:path';
import type {BuildRequest} from '../build/model.ts';
import {type WrappedCompilers, wrapperPlan} from '../build/wrapper-plan.ts';
import {
  type CompilerToolchain,
  plainProgramName,
  stripPrograms,
  toolchainOf,
  unixToolchains,
} from '../toolchains/compilers.ts';
import {readTable} from './table-files.ts';

/** A program that a wrapper stands in for. */
interface WrappedProgram {
  /** As a build calls it. */
  readonly name: string;
  /** Absolute. */
  readonly real: string;
}

interface WrappedCompiler extends WrappedProgram {
  readonly toolchain: CompilerToolchain;
}

/** What of this machine a wrapper stands in for. */
interface CompilerPrograms {
  /** Under each of their names on PATH. */
  readonly onPath: readonly WrappedCompiler[];
  /** Those that a variable, or the interpreter's own, names by a path. */
  readonly byVariable: readonly (WrappedCompiler & {
    readonly variable: string;
    /** The variable's value with the wrapper in the place of the compiler. */
    readonly command: string;
    /** The file name of the wrapper. */
    readonly wrapperName: string;
  })[];
  readonly strips: readonly WrappedProgram[];
}

/** Variables by which users and interpreters name compilers. */
const COMPILER_VARIABLES = ['CC', 'CXX', 'FC', 'F77', 'F90'] as const;

/** PATH as in an activated environment: backends call meson, ninja, maturin by name. */
export function searchPath({interpreter}: Pick<BuildRequest, 'interpreter'>, env: NodeJS.ProcessEnv): string {
  const {executable, platform, prefix} = interpreter;
  // Only in a virtual environment has Windows the interpreter among the scripts.
  const scripts = platform === 'win32' ? [join(prefix, 'Scripts')] : [];
  return [...new Set([dirname(executable), ...scripts, env['PATH'] ?? ''])].join(delimiter);
}

/** Looks for compilers on PATH and in variables. */
export function compilerPrograms(request: BuildRequest, env: NodeJS.ProcessEnv): CompilerPrograms {
  const toolchains = unixToolchains(readTable);
  const stripNames = stripPrograms(readTable);
  const found = [...programsOnPath(searchPath(request, env))].map(([name, real]) => ({name, real}));
  return {
    onPath: found.flatMap(program => {
      const toolchain = toolchainOf(program.name, toolchains);
      return toolchain?.family === 'unix' ? [{...program, toolchain}] : [];
    }),
    strips: found.filter(({name}) => stripNames.includes(plainProgramName(name))),
    byVariable: COMPILER_VARIABLES.flatMap(variable => {
      const words = (env[variable] || request.interpreter.config[variable] || '').split(' ');
      // Behind `ccache`, `env NAME=VALUE` and their like.
      const at = words.findIndex(
        word => isAbsolute(word) && toolchainOf(basename(word), toolchains) !== null,
      );
      const real = words[at] ?? '';
      const toolchain = toolchainOf(basename(real), toolchains);
      if (toolchain?.family !== 'unix' || !isProgram(real)) return [];
      // By its name, for its folder may have blanks, which such a variable cannot hold.
      const wrapperName = `${variable}-${basename(real)}`;
      const command = words.with(at, wrapperName).join(' ');
      return [{variable, command, wrapperName, name: basename(real), real, toolchain}];
    }),
  };
}

/** What a wrapper would do to the calls of each kind of compiler at hand; nothing is written. */
export function wrappedCompilers(request: BuildRequest, env: NodeJS.ProcessEnv): readonly WrappedCompilers[] {
  if (request.interpreter.platform === 'win32') return [];
  const {onPath, byVariable} = compilerPrograms(request, env);
  const named = [...onPath, ...byVariable.map(one => ({...one, name: `${one.variable}=${one.real}`}))];
  return unixToolchains(readTable).flatMap(toolchain => {
    const own = named.filter(program => program.toolchain.name === toolchain.name).map(({name}) => name);
    const programs = toolchain.family === 'rustc' ? toolchain.programs : own;
    const isCalled = toolchain.family !== 'rustc' || request.project.languages.includes('rust');
    return programs.length === 0 || !isCalled
      ? []
      : [{toolchain: toolchain.name, programs, ...wrapperPlan(request, toolchain)}];
  });
}

/** Programs by name, the first on PATH of each, by their absolute path. */
function programsOnPath(path: string): ReadonlyMap<string, string> {
  const programs = new Map<string, string>();
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
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
