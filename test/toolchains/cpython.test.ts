import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {PythonVersion} from '../../src/python/version.ts';
import {elfTools, linkElf} from '../builders/link-elf.ts';
import {toolNamed} from '../builders/tools.ts';
import {toolchains} from './tables.ts';

const {cpython} = toolchains;
const suffixes = (version: PythonVersion, tag: string, flags = '') =>
  cpython.extensionSuffixes({version, freeThreaded: flags.includes('t'), debug: flags.includes('d')}, tag);

// importlib.machinery.EXTENSION_SUFFIXES of python.org's and pypa's builds; names of files in real wheels.
const own: readonly (readonly [version: PythonVersion, tag: string, flags: string, first: string])[] = [
  [[3, 12], 'win_amd64', '', '.cp312-win_amd64.pyd'],
  [[3, 8], 'win32', '', '.cp38-win32.pyd'],
  [[3, 13], 'win_arm64', 't', '.cp313t-win_arm64.pyd'],
  [[3, 12], 'win_amd64', 'd', '_d.cp312-win_amd64.pyd'],
  [[2, 7], 'win_amd64', '', '.pyd'],
  [[3, 4], 'win32', '', '.pyd'],
  [[3, 13], 'manylinux_2_17_aarch64', '', '.cpython-313-aarch64-linux-gnu.so'],
  [[3, 13], 'manylinux2014_ppc64le', '', '.cpython-313-powerpc64le-linux-gnu.so'],
  [[3, 7], 'manylinux1_i686', '', '.cpython-37m-i386-linux-gnu.so'],
  [[3, 4], 'manylinux1_i686', '', '.cpython-34m.so'],
  [[3, 14], 'manylinux_2_28_x86_64', 't', '.cpython-314t-x86_64-linux-gnu.so'],
  [[3, 13], 'musllinux_1_2_riscv64', '', '.cpython-313-riscv64-linux-musl.so'],
  [[3, 11], 'macosx_10_15_universal2', '', '.cpython-311-darwin.so'],
  [[3, 6], 'macosx_10_9_x86_64', '', '.cpython-36m-darwin.so'],
  [[3, 13], 'android_21_arm64_v8a', '', '.cpython-313-aarch64-linux-android.so'],
  [[3, 13], 'ios_13_0_arm64_iphoneos', '', '.cpython-313-iphoneos.so'],
];

for (const [version, tag, flags, first] of own) {
  test(`${version.join('.')}${flags} looks for *${first} first on ${tag}`, t => {
    t.is(suffixes(version, tag, flags)[0], first);
  });
}

test('a release Python on Windows does not look for _d.pyd, nor a debug one for .pyd', t => {
  t.deepEqual(suffixes([3, 12], 'win_amd64'), ['.cp312-win_amd64.pyd', '.pyd']);
  t.deepEqual(suffixes([3, 12], 'win_amd64', 'd'), ['_d.cp312-win_amd64.pyd', '_d.pyd']);
});

test('3.15 looks for .abi3t.so in both builds, for .abi3.so only with the GIL', t => {
  // PEP 803.
  const [gil, threaded] = ['', 't'].map(flags => suffixes([3, 15], 'manylinux_2_28_x86_64', flags));
  t.true(gil?.includes('.abi3.so'));
  t.true(gil?.includes('.abi3t.so'));
  t.true(threaded?.includes('.abi3t.so'));
  t.false(threaded?.includes('.abi3.so'));
  t.false(suffixes([3, 14], 'manylinux_2_28_x86_64').includes('.abi3t.so'));
});

test('the suffixes of an unknown platform are unknown', t => {
  t.deepEqual(suffixes([3, 12], 'freebsd_13_1_release_amd64'), []);
  t.deepEqual(suffixes([3, 12], 'any'), []);
});

const pyenv = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
const interpreters = [
  ...(existsSync(pyenv) ? readdirSync(pyenv).map(name => join(pyenv, name, 'bin', 'python')) : []),
  ...['/usr/bin/python3', '/usr/bin/python3-dbg'],
].filter(existsSync);
const isX64 = process.arch === 'x64' && process.platform === 'linux';
if (interpreters.length === 0 || !isX64) {
  test.skip('real interpreters look for these suffixes (skipped: no Python on x86-64 Linux)', () => {});
}

const ASK = `
import sys, sysconfig, json
try:
    from importlib.machinery import EXTENSION_SUFFIXES as names
except ImportError:
    import imp
    names = [s[0] for s in imp.get_suffixes() if s[2] == imp.C_EXTENSION]
var = sysconfig.get_config_var
print(json.dumps([list(sys.version_info[:2]), list(names), bool(var("Py_DEBUG")), bool(var("Py_GIL_DISABLED"))]))
`;

for (const interpreter of isX64 ? interpreters : []) {
  test(`${interpreter} looks for exactly these suffixes`, t => {
    // JSON of our own making.
    const [version, names, debug, freeThreaded] = JSON.parse(
      execFileSync(interpreter, ['-c', ASK], {encoding: 'utf8'}),
    ) as [PythonVersion, string[], boolean, boolean];
    t.deepEqual(
      cpython.extensionSuffixes({version, debug, freeThreaded}, 'manylinux2014_x86_64').filter(
        // Debian's 3.3 and 3.4 had the platform in the name, others had not.
        name => version[1] > 4 || version[0] < 3 || names.includes(name),
      ),
      names,
    );
  });
}

test('the names that only a debug build exports mark it', t => {
  t.is(cpython.marker('_Py_NegativeRefcount', [3, 11]), 'pydebug');
  t.is(cpython.marker('_Py_RefTotal', null), 'pydebug');
  t.is(cpython.marker('_Py_INCREF_IncRefTotal', [3, 12]), 'pydebug');
  t.is(cpython.marker('PyModule_Create2TraceRefs', [3, 7]), 'trace-refs');
  t.is(cpython.marker('Py_InitModule4TraceRefs_64', [2, 7]), 'trace-refs');
  t.is(cpython.marker('_Py_DecRefShared', [3, 13]), 'free-threaded');
  t.is(cpython.marker('_Py_Dealloc', [3, 13]), 'gil');
  t.is(cpython.marker('PyLong_FromLong', [3, 13]), null);
});

test('a name that release builds have from some version on marks nothing there', t => {
  // Release builds export it from 3.8 on (exports tables).
  t.is(cpython.marker('_PyUnicode_CheckConsistency', [3, 7]), 'pydebug');
  t.is(cpython.marker('_PyUnicode_CheckConsistency', [3, 8]), null);
  t.is(cpython.marker('_PyUnicode_CheckConsistency', null), null);
});

test('no release build with the GIL exports a marker of another build', t => {
  const {exports} = toolchains;
  for (const platform of ['linux', 'macos', 'windows'] as const) {
    for (const version of exports.versions(platform)) {
      const wrong = [...(exports.table(platform, ...version) ?? [])].filter(name => {
        const marker = cpython.marker(name, version);
        return marker !== null && marker !== 'gil';
      });
      t.deepEqual(wrong, [], `${platform} ${version.join('.')}`);
    }
  }
});

const config = toolNamed('python3-dbg-config', 'python3.11-dbg-config', 'python3.11d-config');
const hasHeaders = config !== null && elfTools.gcc !== null;
const live = hasHeaders ? test : test.skip;

live(
  `a module compiled with debug headers is marked, with release headers not${hasHeaders ? '' : ' (skipped: no debug headers or gcc)'}`,
  t => {
    const source = '#include <Python.h>\nvoid f(PyObject *o) { Py_INCREF(o); Py_DECREF(o); }';
    const undefinedNames = (python: string) => {
      const includes = execFileSync(python, ['--includes'], {encoding: 'utf8'}).trim().split(/\s+/);
      const {path} = linkElf(source, ['-shared', '-fPIC', '-O1', ...includes]);
      const printed = execFileSync('nm', ['-D', '--undefined-only', path], {encoding: 'utf8'});
      return [...printed.matchAll(/ U (\w+)/g)].map(([, name = '']) => name);
    };
    const marks = (names: string[]) =>
      names.map(name => cpython.marker(name, null)).filter(mark => mark !== 'gil');
    t.true(marks(undefinedNames(config ?? '')).includes('pydebug'));
    const release = toolNamed('python3-config');
    if (release) t.false(marks(undefinedNames(release)).includes('pydebug'));
  },
);

test('Python 2 and 3.0-3.2 carry their Unicode width in names', t => {
  t.is(cpython.unicodeWidth('PyUnicodeUCS2_AsUTF8String'), 'ucs2');
  t.is(cpython.unicodeWidth('PyUnicodeUCS4_FromUnicode'), 'ucs4');
  t.is(cpython.unicodeWidth('PyUnicode_AsUTF8String'), null);
});

test('the flags of ABI tags come and go with the versions', t => {
  // PEP 3149, 393 (no wide builds from 3.3 on), bpo-36707 (no m from 3.8 on), PEP 703.
  t.deepEqual(cpython.abiFlags([2, 7]), ['d', 'm', 'u']);
  t.deepEqual(cpython.abiFlags([3, 3]), ['d', 'm']);
  t.deepEqual(cpython.abiFlags([3, 8]), ['d']);
  t.deepEqual(cpython.abiFlags([3, 13]), ['t', 'd']);
});

test('initialisation functions are named as the PEPs say', t => {
  t.deepEqual(cpython.initHookPrefixes([2, 7]), ['init']);
  t.deepEqual(cpython.initHookPrefixes([3, 4]), ['PyInit_']);
  t.deepEqual(cpython.initHookPrefixes([3, 5]), ['PyInit_', 'PyInitU_']);
  t.deepEqual(cpython.initHookPrefixes([3, 15]), ['PyInit_', 'PyModExport_', 'PyInitU_', 'PyModExportU_']);
  t.deepEqual(cpython.abi3Since, [3, 2]);
  t.deepEqual(cpython.abi3tSince, [3, 15]);
});

test('platform tags name their machines', t => {
  for (const [tag, ...machines] of [
    ['win32', 'x86'],
    ['win_amd64', 'x86_64'],
    ['win_arm64', 'arm64'],
    ['manylinux1_i686', 'x86'],
    ['manylinux_2_17_x86_64', 'x86_64'],
    ['manylinux_2_17_aarch64', 'arm64'],
    ['musllinux_1_2_armv7l', 'arm'],
    ['manylinux2014_ppc64le', 'ppc64le'],
    ['manylinux2014_ppc64', 'ppc64'],
    ['linux_s390x', 's390x'],
    ['macosx_11_0_universal2', 'x86_64', 'arm64'],
    ['macosx_10_6_intel', 'x86', 'x86_64'],
    ['macosx_10_9_x86_64', 'x86_64'],
    ['android_21_x86', 'x86'],
    ['android_24_arm64_v8a', 'arm64'],
    ['ios_13_0_arm64_iphonesimulator', 'arm64'],
    ['any'],
    ['linux_vax'],
  ] as const) {
    t.deepEqual(cpython.machinesOfPlatformTag(tag), machines, tag);
  }
});

test('a machine has the name of Linux’ platform tags', t => {
  t.is(cpython.linuxArchitecture('x86'), 'i686');
  t.is(cpython.linuxArchitecture('arm64'), 'aarch64');
  t.is(cpython.linuxArchitecture('unknown'), null);
});

test('CPython 3.14 was the newest to be read; the next two are foreseen, others unheard of', t => {
  // peps.python.org: PEP 745 (3.14), 790 (3.15), one minor version a year (602); 2.7 was the last 2.x (404).
  t.deepEqual(cpython.newest, [3, 14]);
  for (const version of [
    [2, 4],
    [2, 7],
    [3, 0],
    [3, 14],
  ] as const)
    t.is(cpython.standing(version), 'read');
  for (const version of [
    [3, 15],
    [3, 16],
  ] as const)
    t.is(cpython.standing(version), 'foreseen');
  for (const version of [
    [1, 5],
    [2, 8],
    [3, 17],
    [3, 99],
    [4, 0],
  ] as const)
    t.is(cpython.standing(version), null);
});

test('no version that was measured is newer than the newest', t => {
  const {exports} = toolchains;
  for (const platform of ['linux', 'macos', 'windows'] as const) {
    for (const version of exports.versions(platform)) t.is(cpython.standing(version), 'read');
    t.deepEqual(exports.versions(platform).at(-1), cpython.newest, platform);
  }
});

for (const interpreter of interpreters) {
  test(`${interpreter} has no built-in module that the table does not know`, t => {
    // JSON of the interpreter's own making.
    const builtIn = JSON.parse(
      execFileSync(interpreter, ['-c', 'import sys, json; print(json.dumps(sys.builtin_module_names))'], {
        encoding: 'utf8',
      }),
    ) as string[];
    t.deepEqual(
      builtIn.filter(name => cpython.builtIn(name) === null),
      [],
    );
    t.is(cpython.builtIn('numpy'), null);
  });
}
