import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'jsonc-parser';
import type {LaunchEntry} from '../../../src/debugging/launch/model.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program, root} from '../../e2e/program.ts';
import {once} from '../once.ts';

/** What makes the project, and runs its configurations. */
export const LLDB_DAP = toolNamed('lldb-vscode-16', 'lldb-dap', 'lldb-vscode');

const SOURCE = `#define PY_SSIZE_T_CLEAN
#include <Python.h>
static PyObject *callback(PyObject *self, PyObject *function) {
    int depth_marker = 7;
    PyObject *result = PyObject_CallFunction(function, "i", depth_marker);
    return result;
}
static PyObject *crash(PyObject *self, PyObject *arg) {
    volatile int *nowhere = NULL;
    int count = 3;
    *nowhere = count;
    Py_RETURN_NONE;
}
static PyMethodDef methods[] = {{"callback", callback, METH_O, 0}, {"crash", crash, METH_O, 0}, {0}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam", 0, -1, methods};
PyMODINIT_FUNC PyInit_spam(void) { return PyModule_Create(&module); }
`;

/** Lines at which the tests stop. */
export const STOPS = {c: 5, crash: 11, python: 6} as const;

const APP = `import sys
import spam


def add(depth):
    return depth + 1


if sys.argv[1:] == ["crash"]:
    spam.crash(None)
if sys.argv[1:] == ["wait"]:
    print("ready", flush=True)
    sys.stdin.readline()
print("result", spam.callback(add), flush=True)
`;

/** The Python of an environment with debugpy, made once; null where pip cannot fetch it. */
export function pythonWithDebugpy(): string | null {
  const folder = join(root, '.cache', 'debugpy-venv');
  const python = join(folder, 'bin', 'python');
  const isMade = once(folder, () => {
    execFileSync('python3', ['-m', 'venv', folder], {stdio: 'pipe'});
    execFileSync(
      python,
      ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', 'debugpy==1.8.22', 'setuptools'],
      {
        stdio: 'pipe',
      },
    );
  });
  return isMade ? python : null;
}

/** Makes the project in a folder; its name may be odd. */
export function writeProject(folder: string): void {
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'spam.c'), SOURCE);
  writeFileSync(join(folder, 'app.py'), APP);
  writeFileSync(
    join(folder, 'setup.py'),
    'from setuptools import Extension, setup\nsetup(name="spam", version="1", ext_modules=[Extension("spam", ["spam.c"])])\n',
  );
}

/** Runs pyxdbg itself in a project; gives its standard output. Throws where it fails. */
export function pyxdbg(folder: string, ...words: readonly string[]): string {
  const {status, stdout, stderr} = pyxdbgStatus(folder, ...words);
  if (status !== 0) throw new Error(`pyxdbg ${words.join(' ')}: ${status}: ${stderr}${stdout}`);
  return stdout;
}

/** The same with its status; `pyxdbg` is on its PATH, as for a task of VS Code's. */
export function pyxdbgStatus(
  folder: string,
  ...words: readonly string[]
): {readonly status: number; readonly stdout: string; readonly stderr: string} {
  const bin = temporaryFolder();
  writeFileSync(join(bin, 'pyxdbg'), '#!/bin/sh\nexit 1\n', {mode: 0o755});
  const {status, stdout, stderr} = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: environment({PATH: `${bin}:${process.env['PATH'] ?? ''}`}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {status: status ?? -1, stdout, stderr};
}

/** An entry of the generated launch.json with its variables replaced, as VS Code hands it to an adapter. */
export function entryNamed(
  folder: string,
  name: string,
  variables: Readonly<Record<string, string>> = {},
): LaunchEntry {
  const text = readFileSync(join(folder, '.vscode', 'launch.json'), 'utf8');
  const {configurations}: {configurations: readonly LaunchEntry[]} = parse(text);
  const entry = configurations.find(each => each.name === name);
  if (!entry) throw new Error(`no entry ${name}`);
  const known: Readonly<Record<string, string>> = {workspaceFolder: folder, ...variables};
  const replaced = JSON.stringify(entry).replaceAll(/\$\{([^}]+)\}/g, (whole, key: string) => {
    const value = known[key];
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(replaced);
}
