import {win32} from 'node:path';
import {
  generationForPython,
  generationOf,
  type WindowsGeneration,
  type WindowsToolchain,
  windowsToolchain,
} from '../toolchains/msvc.ts';
import type {TableReader} from '../toolchains/table-reader.ts';
import type {BuildInterpreter} from './model.ts';

/** The compiler that a build on Windows will take, as far as that can be told before it runs. */
export interface WindowsToolset {
  readonly toolchain: WindowsToolchain;
  readonly generation: WindowsGeneration;
  /** What it was told by: a variable with its value, or the interpreter. */
  readonly from: string;
}

/**
 * The toolset by the interpreter, and by the environment where that is an activated one. Null where none of the tables
 * has it.
 */
export function windowsToolset(
  interpreter: Pick<BuildInterpreter, 'platformTag' | 'extSuffix' | 'version'>,
  env: Readonly<Record<string, string | undefined>>,
  read: TableReader,
): WindowsToolset | null {
  const [major, minor] = interpreter.version;
  const python = `${major}.${minor}`;
  if (/mingw/.test(`${interpreter.platformTag} ${interpreter.extSuffix}`)) {
    return newest(windowsToolchain(read, 'mingw-w64'), interpreter.platformTag);
  }
  const clang = windowsToolchain(read, 'clang-cl');
  const compiler = win32.basename(env['CC'] ?? '', '.exe').toLowerCase();
  if (clang.programs.includes(compiler)) return newest(clang, `CC=${env['CC']}`);

  const toolchain = windowsToolchain(read, 'msvc');
  const activated = activatedVersion(env);
  const generation = activated
    ? generationOf(activated.version, toolchain)
    : generationForPython(python, toolchain);
  return generation && {toolchain, generation, from: activated?.from ?? `Python ${python}`};
}

function newest(toolchain: WindowsToolchain, from: string): WindowsToolset | null {
  const generation = toolchain.generations.at(-1);
  return generation ? {toolchain, generation, from} : null;
}

/**
 * The toolset of a developer command prompt: VCToolsVersion since Visual Studio 2017, VisualStudioVersion since 2012.
 * distutils takes it only with DISTUTILS_USE_SDK, and looks for one of its own otherwise; CMake and Meson take it always.
 * Both then are of the last generation, or the interpreter is too old for one of them.
 */
function activatedVersion(
  env: Readonly<Record<string, string | undefined>>,
): {readonly version: string; readonly from: string} | null {
  const name = ['VCToolsVersion', 'VisualStudioVersion'].find(one => env[one]);
  const value = name === undefined ? '' : (env[name] ?? '');
  // 15.0 to 18.0 are products that have toolsets of version 14.
  const version = name === 'VisualStudioVersion' && Number.parseFloat(value) >= 14 ? '14.0' : value;
  return name === undefined ? null : {version, from: `${name}=${value}`};
}
