import test from 'ava';
import {execa} from 'execa';
import {corePlace} from '../../../src/debugging/run/core-pattern.ts';
import {fatalEnd} from '../../../src/debugging/run/fatal-end.ts';
import {ignoredEnvironment} from '../../../src/debugging/run/ignored-environment.ts';
import {toolNamed} from '../../builders/tools.ts';

test('names of cores are those of core(5)', t => {
  const isCore = (pattern: string, usesPid: boolean, name: string) =>
    corePlace(pattern, usesPid)?.isCore(name, 42) ?? null;
  t.true(isCore('core', false, 'core'));
  t.false(isCore('core', false, 'core.42'));
  t.true(isCore('core', true, 'core.42'));
  t.false(isCore('core', true, 'core_results.txt'));
  t.true(isCore('core.%p', true, 'core.42'));
  t.false(isCore('core.%p', true, 'core.42.42'));
  t.false(isCore('core.%p', false, 'core.421'));
  t.true(isCore('%e-%p-%%.core%', false, 'python3-42-%.core'));
  t.true(isCore('/var/cores/%e.%p', false, 'python3.42'));
});

test('names that the core of any process may have are told from others', t => {
  const mayBeCore = (pattern: string, usesPid: boolean, name: string) =>
    corePlace(pattern, usesPid)?.mayBeCore(name) ?? null;
  t.true(mayBeCore('core', false, 'core'));
  for (const name of ['core.42', 'core_results.txt', 'Core', 'score'])
    t.false(mayBeCore('core', false, name));
  for (const name of ['core.1', 'core.4194304']) t.true(mayBeCore('core', true, name));
  for (const name of ['core', 'core.', 'core.py', 'core.42.gz']) t.false(mayBeCore('core', true, name));
  t.true(mayBeCore('core.%p', true, 'core.7'));
  t.false(mayBeCore('core.%p', true, 'core.7.7'));
  t.true(mayBeCore('%e-%p-%%.core%', false, 'python3-42-%.core'));
  t.false(mayBeCore('%e-%p-%%.core%', false, 'python3-x-%.core'));
  t.true(mayBeCore('/var/cores/%e.%p', false, 'python3.42'));
});

test('cores have a folder of their own, or the one of the process', t => {
  t.is(corePlace('core', true)?.folder, null);
  t.is(corePlace('/var/cores/core.%p', false)?.folder, '/var/cores');
  for (const pattern of ['', '|/lib/systemd/systemd-coredump %P', '/var/%u/core', 'cores/%p'])
    t.is(corePlace(pattern, true), null, pattern);
});

test('a core that takes the place of another is known', t => {
  t.is(corePlace('core', false)?.onlyName, 'core');
  t.is(corePlace('core', true)?.onlyName, null);
  t.is(corePlace('core.%p', false)?.onlyName, null);
});

test('an end by a fault is told from others', t => {
  const end = (status: number, signal: string | null = null) => fatalEnd({status, signal});
  t.is(end(139, 'SIGSEGV'), 'SIGSEGV');
  t.is(end(143, 'SIGTERM'), null);
  t.is(end(139), null);
  t.is(end(1), null);
  // [MS-ERREF]: STATUS_ACCESS_VIOLATION, STATUS_STACK_OVERFLOW, STATUS_CONTROL_C_EXIT.
  t.is(end(0xc0000005), 'exception 0xc0000005');
  t.is(end(0xc00000fd), 'exception 0xc00000fd');
  t.is(end(0xc000013a), null);
});

test('a command that is no Python keeps nothing from it', t => {
  t.is(ignoredEnvironment([]), null);
  t.is(ignoredEnvironment(['grep', '-I', 'x']), null);
  t.is(ignoredEnvironment(['/opt/bin/python3.13t', '-I', 'x']), '-I');
});

const python = toolNamed('python3');
const missing = python === null ? ' (skipped: no python3)' : '';
(python === null ? test.skip : test)(
  `options that ignore the environment are those of Python itself${missing}`,
  async t => {
    const code = 'import sys; print(sys.flags.ignore_environment or sys.flags.no_site)';
    const lines = [
      [],
      ['-I'],
      ['-bE'],
      ['-sS'],
      ['-W', 'ignore'],
      ['-W', 'ignore', '-E'],
      ['-Wignore::E'],
      ['-X', 'dev', '-I'],
      ['-Xdev'],
      ['-B', '-u', '-I'],
      ['--check-hash-based-pycs', 'always', '-E'],
    ];
    for (const line of lines) {
      const {stdout} = await execa('python3', [...line, '-c', code, '-I', '-E']);
      t.is(
        ignoredEnvironment(['python3', ...line, '-c', code, '-I', '-E']) !== null,
        stdout !== '0',
        line.join(' '),
      );
    }
    t.is(ignoredEnvironment(['python3', 'app.py', '-I']), null);
    t.is(ignoredEnvironment(['python3', '-', '-I']), null);
    t.is(ignoredEnvironment(['python3', '-mpytest', '-I']), null);
  },
);
