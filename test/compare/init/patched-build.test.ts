import {execFileSync} from 'node:child_process';
import {chmodSync, cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {type Tree, writeTree} from '../../builders/tree.ts';
import {pyxdbgOn} from '../../e2e/program.ts';
import {buildPython} from '../build/build-environment.ts';
import {sdistOf} from '../build/sdists.ts';

const pyxdbg = pyxdbgOn(process.execPath);

/** Under any of these names a Python may call the compiler; each is recorded and then does its work. */
const COMPILERS = ['cc', 'gcc', 'g++', 'c++', 'x86_64-linux-gnu-gcc', 'x86_64-linux-gnu-g++'];

/** A project that works against debugging wherever it can. */
const OWN: Tree = {
  'setup.py': `# -*- coding: latin-1 -*-
'''Caf\xe9.'''
from __future__ import absolute_import
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

class Mine(build_ext):
    def build_extensions(self):
        for extension in self.extensions:
            extension.extra_compile_args += ['-O3', '-g0']
        build_ext.build_extensions(self)

    def build_extension(self, extension):
        extension.extra_compile_args.append('-flto')
        extension.extra_link_args += ['-flto', '-s', '-Wl,-s,-O1', '-Wl,--strip-all']
        build_ext.build_extension(self, extension)

setup(
    name='mini',
    version='1',
    ext_modules=[Extension('mini', ['mini.c'])],
    libraries=[('helper', {'sources': ['helper.c'], 'cflags': ['-O2']})],
    cmdclass={'build_ext': Mine},
)
`,
  'mini.c': `#include <Python.h>
extern int helper(int);
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "mini", 0, -1, 0};
PyMODINIT_FUNC PyInit_mini(void) { return helper(1) == 2 ? PyModule_Create(&definition) : 0; }
`,
  'helper.c': 'int helper(int a) { return a + 1; }\n',
};

interface Built {
  /** The arguments of each call of a compiler, sorted. */
  readonly calls: readonly string[];
  /** DW_AT_producer of each compilation unit of each module, as readelf prints it. */
  readonly producers: readonly string[];
}

/** Builds a project where it lies, in addition to what earlier builds left. */
function build(folder: string, python: string, more: Readonly<Record<string, string>>): Built {
  const tools = temporaryFolder();
  const log = join(tools, 'calls');
  for (const name of COMPILERS) {
    const real = toolNamed(name);
    if (real === null) continue;
    writeFileSync(
      join(tools, name),
      `#!/bin/sh\nprintf '%s ' "$@" >> '${log}'\necho >> '${log}'\nexec ${real} "$@"\n`,
    );
    chmodSync(join(tools, name), 0o755);
  }
  execFileSync(python, ['setup.py', '--quiet', 'build', '--build-base', 'made'], {
    cwd: folder,
    env: {PATH: `${tools}${delimiter}${process.env['PATH']}`, HOME: process.env['HOME'] ?? '', ...more},
    stdio: 'pipe',
  });
  const modules = globSync('made/lib*/**/*.so', {cwd: folder}).map(path => join(folder, path));
  const producers = modules.flatMap(path => {
    const dump = execFileSync('readelf', ['--debug-dump=info', path], {encoding: 'utf8', maxBuffer: 2 ** 30});
    return dump.match(/DW_AT_producer.*/g) ?? [''];
  });
  return {calls: readFileSync(log, 'utf8').split('\n').sort(), producers};
}

async function compare(t: import('ava').ExecutionContext, source: string, python: string): Promise<void> {
  const folder = join(temporaryFolder(), 'project');
  const copy = (): void => {
    rmSync(folder, {recursive: true, force: true});
    cpSync(source, folder, {recursive: true});
  };
  copy();
  const plain = build(folder, python, {});
  copy();
  const {status, stderr} = await pyxdbg(['init', '--yes', '--patch', 'setup.py'], {cwd: folder});
  t.is(status, 0, stderr);
  const unset = build(folder, python, {});
  t.true(plain.calls.length > 2);
  t.deepEqual(unset.calls, plain.calls);
  t.deepEqual(unset.producers, plain.producers);

  // On top of the release build: nothing of it may be taken for up to date.
  const debug = build(folder, python, {PYXDBG_DEBUG: '1'});
  t.true(debug.producers.length > 0);
  for (const producer of debug.producers) {
    t.regex(producer, /-O0(?!.* -O)/, 'the last -O');
    t.regex(producer, /-g3(?!.* -g\d)/, 'the last -g');
    t.notRegex(producer, /-flto/);
  }
}

/** Those of this machine that have setuptools, old and new. */
const pythons = ['3.6', '3.8', '3.11', '']
  .flatMap(version => {
    const folder = join(process.env['HOME'] ?? '', '.pyenv', 'versions');
    const own =
      version === '' ? [toolNamed('python3') ?? ''] : globSync(`${version}.*/bin/python`, {cwd: folder});
    return own.map(path => (version === '' ? path : join(folder, path)));
  })
  .filter(path => existsSync(path) && hasSetuptools(path));

function hasSetuptools(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import setuptools'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

const canBuild = toolNamed('gcc') !== null && toolNamed('readelf') !== null;

if (pythons.length === 0 || !canBuild) {
  test.skip('the patch of setup.py (no Python with setuptools, gcc and readelf here)', () => undefined);
} else {
  for (const python of new Set(pythons)) {
    test.serial(
      `a project against debugging, patched, on ${python}: unset the same, set -O0 -g3`,
      async t => {
        const tree = {...OWN, 'setup.py': Buffer.from(String(OWN['setup.py']), 'latin1')};
        await compare(t, writeTree(tree), python);
      },
    );
  }
  // Their pyproject.toml wants a setuptools of these days.
  const current = buildPython();
  for (const requirement of ['simplejson==4.3.0', 'markupsafe==3.0.4', 'wrapt==2.5.2', 'multidict==7.2.1']) {
    const source = sdistOf(requirement);
    if (source === null || current === null) {
      test.skip(`${requirement}, patched (no package index can be reached)`, () => undefined);
    } else {
      test.serial(`${requirement}, patched: unset the same calls, set -O0 -g3`, t =>
        compare(t, source, current),
      );
    }
  }
}
