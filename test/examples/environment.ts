import {cpSync, readFileSync, rmSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa, execaSync, type Options} from 'execa';
import {parse} from 'smol-toml';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

/** The repository. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));

const folder = temporaryFolder();
const scripts = join(folder, 'venv', 'bin');

/** The Python of a virtual environment that has what the examples are built with. */
export const python: string = join(scripts, 'python');

/** The variables under which that environment is active: meson-python looks for meson and Cython on PATH. */
const active = {PATH: `${scripts}${delimiter}${process.env['PATH'] ?? ''}`, PYTHONPATH: undefined};

/** `build-system.requires` of an example; none without a pyproject.toml of that shape. */
function requirementsOf(example: string): readonly string[] {
  const text = readFileSync(join(root, 'examples', example, 'pyproject.toml'), 'utf8');
  const system = parse(text)['build-system'];
  const requires = typeof system === 'object' && 'requires' in system ? system.requires : [];
  return Array.isArray(requires) ? requires.map(String) : [];
}

/** Makes the environment; a clause why it could not be made, or null. */
function prepare(examples: readonly string[]): string | null {
  if (!toolNamed('python3')) return 'no python3';
  const made = execaSync('python3', ['-m', 'venv', join(folder, 'venv')], {reject: false});
  if (made.failed) return 'python3 makes no virtual environment';
  const missing = ['cmake', 'ninja'].filter(tool => toolNamed(tool) === null);
  const wanted = [...new Set([...examples.flatMap(requirementsOf), ...missing])];
  const installed = execaSync(python, ['-m', 'pip', 'install', '-q', ...wanted], {reject: false});
  return installed.failed ? 'pip cannot install what the examples are built with' : null;
}

/** Examples that a Python build backend builds. */
export const PACKAGED: readonly string[] = [
  'setuptools-c',
  'setuptools-cpp',
  'setuptools-cython',
  'setuptools-pybind11',
  'meson-python-c',
  'meson-python-cpp',
  'meson-python-cython',
  'meson-python-pybind11',
  'scikit-build-core-c',
];

/** What maturin needs besides Python. */
const cargo = toolNamed('cargo');

/** Why no example can be built here; null where they can. */
export const unavailable: string | null = prepare([...PACKAGED, ...(cargo ? ['maturin-pyo3'] : [])]);

/** Why the example in Rust cannot be built here; null where it can. */
export const rustUnavailable: string | null =
  unavailable ??
  (cargo === null
    ? 'no cargo'
    : execaSync(cargo, ['fetch'], {cwd: copyOf('maturin-pyo3', 'fetched'), reject: false}).failed
      ? 'cargo reaches no registry'
      : null);

/** A fresh copy of an example, to build in. */
export function copyOf(example: string, name: string = example): string {
  const copy = join(folder, name);
  rmSync(copy, {recursive: true, force: true});
  cpSync(join(root, 'examples', example), copy, {recursive: true});
  return copy;
}

/** Runs a program in the active environment; throws with its whole output where it fails. */
export async function run(
  cwd: string,
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = {cwd, env: {...active, ...env}, all: true} as const satisfies Options;
  const {all} = await execa(program, args, options);
  return all;
}

/** Installs a copy so that it stays editable. */
export async function installEditable(
  copy: string,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return await run(
    copy,
    [python, '-m', 'pip', 'install', '-q', '--no-build-isolation', ...more, '-e', '.'],
    env,
  );
}

/** pyxdbg's own verdict on a copy or on something in it. */
export async function checkAbi(copy: string, ...args: readonly string[]): Promise<string> {
  return await run(copy, [process.execPath, join(root, 'bin', 'run.cjs'), 'check-abi', ...args]);
}
