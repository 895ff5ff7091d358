import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {resolvePython} from '../../src/system/resolve-python.ts';
import {writeTree} from '../builders/tree.ts';
import {toolchains} from '../toolchains/tables.ts';

for (const text of ['3.99', '3.17', '2.8', '4.0', '1.5', '3.99t']) {
  test(`--python ${text}, which nobody has heard of, is refused in one sentence`, async t => {
    const error = await t.throwsAsync(resolvePython(text, toolchains), {instanceOf: UserError});
    t.regex(error.message, /^--python \S+: nothing is known of a CPython \d\.\d+; give a version of [^\n]+$/);
    t.is(error.exitCode, 2);
  });
}

for (const [text, version] of [
  ['2.7', [2, 7]],
  ['3.14t', [3, 14]],
  ['3.15', [3, 15]],
  ['3.16', [3, 16]],
] as const) {
  test(`--python ${text} is a version`, async t => {
    t.deepEqual((await resolvePython(text, toolchains)).version, version);
  });
}

test('a folder without an interpreter is refused in one sentence', async t => {
  const folder = writeTree({'pyvenv.cfg': 'version = 3.12.1\n'});
  const error = await t.throwsAsync(resolvePython(folder, toolchains), {instanceOf: UserError});
  t.is(error.what, 'is a folder without a Python interpreter (bin/python, Scripts\\python.exe)');
});

for (const place of ['bin/python', 'bin/python3', 'Scripts/python.exe']) {
  test(`the interpreter of a folder is ${place}`, async t => {
    const folder = writeTree({[place]: '#!/bin/sh\necho I am no Python\n'});
    chmodSync(join(folder, place), 0o755);
    const error = await t.throwsAsync(resolvePython(folder, toolchains), {instanceOf: UserError});
    t.is(error.where, `--python ${join(folder, place)}`);
  });
}

const python = [
  '/usr/bin/python3',
  ...['3.13', '3.12', '3.11'].map(version => join(homedir(), '.pyenv', 'versions', version, 'bin', 'python')),
].find(existsSync);
const live = python === undefined ? test.skip : test;

live(
  `a virtual environment means its interpreter${python ? '' : ' (skipped: there is no Python)'}`,
  async t => {
    const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-venv-'));
    t.teardown(() => rmSync(folder, {recursive: true}));
    execFileSync(python ?? '', ['-m', 'venv', '--without-pip', join(folder, 'venv')]);
    const asked = execFileSync(python ?? '', [
      '-c',
      'import sys, sysconfig; print(sys.version_info[0], sys.version_info[1], sysconfig.get_config_var("EXT_SUFFIX"))',
    ]);
    const [major, minor, suffix] = asked.toString().trim().split(' ');
    const stated = await resolvePython(join(folder, 'venv'), toolchains);
    t.deepEqual(stated.version, [Number(major), Number(minor)]);
    t.is(stated.interpreter?.extensionSuffixes?.[0], suffix);
  },
);
