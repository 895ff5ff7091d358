import {cp, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The C file of the project; its functions and lines are looked for in PDBs. */
export const speedSource = fileURLToPath(new URL('msvc/speedups.c', import.meta.url));

/** Two modules of one name in two packages, with optimisation that the project asks for itself. */
const SETUP = `from setuptools import Extension, setup
extensions = [
    Extension(f'{package}._speedups', ['speedups.c'], extra_compile_args=['/O2', '/Ob2', '/GL'])
    for package in ('speed', 'other')
]
setup(name='speed', version='1.0', packages=['speed', 'other'], ext_modules=extensions)
`;

/** Writes it into `folder`, and returns that. `lineEnd`: of setup.py. */
export const makeSpeedProject = async (folder: string, lineEnd: '\n' | '\r\n' = '\n'): Promise<string> => {
  for (const name of ['speed', 'other']) {
    await mkdir(join(folder, name), {recursive: true});
    await writeFile(join(folder, name, '__init__.py'), '');
  }
  await writeFile(join(folder, 'setup.py'), SETUP.replaceAll('\n', lineEnd));
  await cp(speedSource, join(folder, 'speedups.c'));
  return folder;
};

/** The file name of its modules for a Windows Python, e.g. for `3.8`. */
export const speedModule = (version: string): string =>
  `_speedups.cp${version.replace('.', '')}-win_amd64.pyd`;

/** Python that uses both modules, and what it prints. */
export const speedUse = {
  code: 'import speed._speedups as a, other._speedups as b; print(a.twice(21), b.twice(4))',
  prints: '42 8',
};
