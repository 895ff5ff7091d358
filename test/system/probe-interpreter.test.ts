import {chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {UserError} from '../../src/errors.ts';
import {probeInterpreter} from '../../src/system/probe-interpreter.ts';

const versions = join(homedir(), '.pyenv', 'versions');
const interpreters = (existsSync(versions) ? readdirSync(versions) : [])
  .map(version => join(versions, version, 'bin', 'python'))
  .concat('/usr/bin/python3')
  .filter(path => existsSync(path));

if (interpreters.length === 0) test.skip('an interpreter answers (skipped: there is none)', () => {});

for (const python of interpreters) {
  test(`${python.replace(homedir(), '~')} answers as its own sys and sysconfig do`, async t => {
    const {stdout} = await execa(python, [
      '-c',
      'import sys, sysconfig; print("%d %d %s %d" % (sys.version_info[0], sys.version_info[1], sysconfig.get_config_var("EXT_SUFFIX") or sysconfig.get_config_var("SO"), sys.maxunicode))',
    ]);
    const [major, minor, suffix, maxUnicode] = stdout.split(' ');
    const answer = await probeInterpreter(python);
    t.deepEqual(answer.version, [Number(major), Number(minor)]);
    t.is(answer.suffixes[0], suffix);
    t.is(answer.wideUnicode, Number(maxUnicode) > 0xffff);
    t.is(answer.implementation, 'cpython');
    t.true(existsSync(answer.binary ?? ''));
  });
}

for (const [what, program] of [
  ['a program that is no Python', '/bin/echo'],
  ['a file that is not there', '/nonexistent/python'],
] as const) {
  test(`${what} is refused in one sentence`, async t => {
    const error = await t.throwsAsync(probeInterpreter(program), {instanceOf: UserError});
    t.false(error.message.includes('\n'));
    t.true(error.message.startsWith(`--python ${program}: `));
  });
}

/** A program that prints this instead of asking Python. */
function program(t: ExecutionContext, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-probe-'));
  t.teardown(() => rmSync(folder, {recursive: true}));
  const path = join(folder, 'python');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** What CPython 3.12 on x86-64 Linux says. */
const ANSWER = {
  implementation: 'cpython',
  version: [3, 12],
  freeThreaded: false,
  debug: false,
  wideUnicode: true,
  platform: 'linux_x86_64',
  suffixes: ['.cpython-312-x86_64-linux-gnu.so', '.abi3.so', '.so'],
  binary: '/usr/bin/python3.12',
  libraryFolder: '/usr/lib',
};

const posix = process.platform === 'win32' ? test.skip : test;

posix('a whole answer is taken, whatever else was printed before it', async t => {
  const python = program(t, `echo warning: slow; echo '${JSON.stringify(ANSWER)}'`);
  t.deepEqual(await probeInterpreter(python), ANSWER);
});

for (const [what, change, says] of [
  ['without a version', {version: undefined}, '`version`'],
  ['with a version of words', {version: ['3', '12']}, '`version'],
  ['with a version of three numbers', {version: [3, 12, 1]}, '`version'],
  ['that does not say whether it is free-threaded', {freeThreaded: null}, '`freeThreaded`'],
  ['that does not say whether it is a debug build', {debug: 'no'}, '`debug`'],
  ['without a platform', {platform: ''}, '`platform`'],
  ['with a platform that no tag can have', {platform: 'linux/../x'}, '`platform`'],
  ['without file name suffixes', {suffixes: []}, '`suffixes`'],
  ['with a suffix that is none', {suffixes: ['.so', 7]}, '`suffixes.1`'],
  ['with a number for its file', {binary: 3}, '`binary`'],
  ['with a list for its folder', {libraryFolder: []}, '`libraryFolder`'],
  ['of another implementation', {implementation: 'pypy'}, 'is pypy, and only the ABI of CPython is known'],
] as const) {
  posix(`an answer ${what} is refused in one sentence`, async t => {
    const python = program(t, `echo '${JSON.stringify({...ANSWER, ...change})}'`);
    const error = await t.throwsAsync(probeInterpreter(python), {instanceOf: UserError});
    t.true(error.message.startsWith(`--python ${python}: `), error.message);
    t.true(error.message.includes(says), error.message);
    t.notRegex(error.message, /\n|undefined|Invalid|Expected/);
    t.is(error.exitCode, 2);
  });
}

posix('an interpreter that does not answer in time is given up in one sentence', async t => {
  // Its own child holds the output open.
  const python = program(t, 'sleep 4');
  const started = performance.now();
  const error = await t.throwsAsync(probeInterpreter(python, {remarkMs: 60_000, limitMs: 300}), {
    instanceOf: UserError,
  });
  t.true(performance.now() - started < 3500);
  t.is(error.what, 'does not answer within 0.3 seconds');
  t.notRegex(error.message, /\n/);
});
