import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {toolNamed} from '../builders/tools.ts';
import {toolchains} from './tables.ts';

const {exports} = toolchains;

test('names of one range of versions are in those tables and no other', t => {
  // What's New: PyUnicode_Encode removed in 3.11, PyDict_GetItemRef added in 3.13.
  const linux = (minor: number) => exports.table('linux', 3, minor);
  t.true(linux(10)?.has('PyUnicode_Encode'));
  t.false(linux(11)?.has('PyUnicode_Encode'));
  t.false(linux(11)?.has('PyDict_GetItemRef'));
  t.true(linux(13)?.has('PyDict_GetItemRef'));
  t.true(linux(13)?.has('PyModule_Create2'));
  t.deepEqual(exports.versionsWith('linux', 'PyDict_GetItemRef'), [
    [3, 13],
    [3, 14],
  ]);
});

test('a version that nobody measured has no table', t => {
  for (const [platform, major, minor] of [
    ['linux', 3, 5],
    ['linux', 3, 15],
    ['windows', 3, 4],
    ['windows-python3', 3, 7],
    ['windows-python3', 3, 14],
    ['macos', 3, 8],
  ] as const) {
    t.is(exports.table(platform, major, minor), null, `${platform} ${major}.${minor}`);
  }
  t.is(exports.table('linux', 3, 12, true), null);
});

test('a name that no version has is in none', t => {
  for (const name of ['PyFoo_Bar', '', 'versions', '__proto__', '[3.8]']) {
    t.deepEqual(exports.versionsWith('linux', name), []);
  }
});

test('Python 2.7 on Linux is a UCS4 build, on Windows a UCS2 build', t => {
  t.true(exports.table('linux', 2, 7)?.has('PyUnicodeUCS4_AsUTF8String'));
  t.false(exports.table('linux', 2, 7)?.has('PyUnicodeUCS2_AsUTF8String'));
  t.true(exports.table('windows', 2, 7)?.has('PyUnicodeUCS2_AsUTF8String'));
});

test('free-threaded interpreters export what their reference counting calls, others do not', t => {
  for (const platform of ['linux', 'windows'] as const) {
    for (const minor of [13, 14]) {
      t.true(exports.table(platform, 3, minor, true)?.has('_Py_MergeZeroLocalRefcount'));
      t.true(exports.table(platform, 3, minor, true)?.has('_Py_DecRefShared'));
      t.false(exports.table(platform, 3, minor)?.has('_Py_DecRefShared'));
    }
  }
});

test('Windows-only names are in pythonXY.dll, fork handlers are not', t => {
  for (const [, minor] of exports.versions('windows').filter(([major]) => major === 3)) {
    t.true(exports.table('windows', 3, minor)?.has('PyErr_SetFromWindowsErr'), `3.${minor}`);
    t.false(exports.table('linux', 3, minor)?.has('PyErr_SetFromWindowsErr') ?? false);
    if (minor >= 7) t.false(exports.table('windows', 3, minor)?.has('PyOS_AfterFork_Child'), `3.${minor}`);
  }
});

test('python3.dll exports nothing that its pythonXY.dll lacks', t => {
  for (const [major, minor] of exports.versions('windows-python3')) {
    const full = exports.table('windows', major, minor);
    const stable = exports.table('windows-python3', major, minor);
    t.true([...(stable ?? [])].length > 700);
    t.deepEqual(
      [...(stable ?? [])].filter(name => !full?.has(name)),
      [],
    );
  }
});

test('macOS and Linux export the same but for trampolines and fixes of patch releases', t => {
  const linux = new Set(exports.table('linux', 3, 13));
  const mac = new Set(exports.table('macos', 3, 13));
  t.deepEqual(
    [...mac].filter(name => !linux.has(name)),
    [],
  );
  t.true(mac.size > linux.size - 20);
});

const root = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
const nm = toolNamed('nm');
const pythons = existsSync(root) && nm ? readdirSync(root).filter(name => /^\d\.\d+\.\d+$/.test(name)) : [];
if (pythons.length === 0)
  test.skip('real interpreters export what the tables say (skipped: no pyenv or no nm)', () => {});

for (const version of pythons) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const table = exports.table('linux', major, minor);
  const names = table ? exportedBy(version, `${major}.${minor}`) : null;
  const title = `CPython ${version} exports what the table says`;
  if (!table || !names) {
    test.skip(`${title} (skipped: ${table ? 'no exported names in it' : 'not measured'})`, () => {});
    continue;
  }
  test(title, t => {
    t.deepEqual(
      [...names].filter(name => !table.has(name)),
      [],
    );
    // A table holds several patch releases.
    const size = [...table].length;
    t.true(size - names.size < 20, `${size} in the table, ${names.size} exported`);
  });
}

function exportedBy(version: string, short: string): Set<string> | null {
  const folder = join(root, version);
  const candidates = [join(folder, 'bin', `python${short}`)];
  const libraries = join(folder, 'lib');
  if (existsSync(libraries)) {
    for (const name of readdirSync(libraries)) {
      if (/^libpython[\d.]+m?\.so\.1\.0$/.test(name)) candidates.push(join(libraries, name));
    }
  }
  for (const file of candidates.filter(existsSync)) {
    const printed = execFileSync(nm ?? '', ['-D', '--defined-only', file], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const names = [...printed.matchAll(/ (_?Py\w*)(?:@.*)?$/gm)].map(([, name = '']) => name);
    if (names.length > 500) return new Set(names);
  }
  return null;
}
