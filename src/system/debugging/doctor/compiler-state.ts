import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {HeaderState} from '../../../debugging/doctor/interpreter.ts';
import {type Check, ok, problem} from '../../../debugging/doctor/model.ts';
import {loadExeca} from '../../programs.ts';

const TIMEOUT_MS = 60_000;
const MODULE = `#define PY_SSIZE_T_CLEAN
#include <Python.h>
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "pyxdbg_doctor", "", -1, NULL};
PyMODINIT_FUNC PyInit_pyxdbg_doctor(void) { return PyModule_Create(&definition); }
`;

/** Where an interpreter has its headers, and of which version they are. */
export async function headerState(executable: string): Promise<HeaderState> {
  const execa = await loadExeca();
  const {stdout} = await execa(executable, ['-c', 'import sysconfig; print(sysconfig.get_path("include"))'], {
    reject: false,
    stdin: 'ignore',
    timeout: TIMEOUT_MS,
  });
  const folder = stdout.trim();
  try {
    const text = readFileSync(join(folder, 'patchlevel.h'), 'utf8');
    readFileSync(join(folder, 'Python.h'));
    const part = (name: string): string =>
      new RegExp(`#define PY_${name}_VERSION\\s+(\\d+)`).exec(text)?.[1] ?? '?';
    return {folder, version: `${part('MAJOR')}.${part('MINOR')}.${part('MICRO')}`};
  } catch {
    return {folder, version: null};
  }
}

/** Whether a module can be compiled, and imported: it is tried. */
export async function checkCompiler(
  executable: string,
  {folder, version}: HeaderState,
  cc: string,
): Promise<Check> {
  const execa = await loadExeca();
  const [program = 'cc', ...words] = cc.split(/\s+/).filter(word => word !== '');
  const name = await execa(program, ['--version'], {reject: false, stdin: 'ignore', timeout: TIMEOUT_MS});
  if (name.failed) {
    return problem(
      'compiler',
      `${program} does not run`,
      'install it: apt install gcc, dnf install gcc, xcode-select --install',
    );
  }
  const said = name.stdout.split('\n')[0] ?? program;
  if (version === null) return ok('compiler', said);
  const place = mkdtempSync(join(tmpdir(), 'pyxdbg-doctor-'));
  try {
    writeFileSync(join(place, 'module.c'), MODULE);
    const shared = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
    const options = [...words, ...shared, '-fPIC', '-w', '-O0', '-g3', `-I${folder}`];
    const built = await execa(program, [...options, 'module.c', '-o', 'pyxdbg_doctor.so'], {
      cwd: place,
      reject: false,
      stdin: 'ignore',
      timeout: TIMEOUT_MS,
    });
    if (built.failed) {
      return problem(
        'compiler',
        `${said}, and a module of one line does not compile`,
        built.stderr.split('\n')[0] ?? '',
      );
    }
    const tried = await execa(executable, ['-c', 'import pyxdbg_doctor'], {
      cwd: place,
      reject: false,
      stdin: 'ignore',
      timeout: TIMEOUT_MS,
    });
    return tried.failed
      ? problem(
          'compiler',
          `${said}, and what it builds is not imported`,
          tried.stderr.trim().split('\n').at(-1) ?? '',
        )
      : ok('compiler', `${said}; a module was built and imported`);
  } finally {
    rmSync(place, {recursive: true, force: true});
  }
}
