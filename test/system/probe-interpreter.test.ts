import {existsSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
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
