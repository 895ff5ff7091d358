import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {programsOf} from '../../../src/system/python-build/run-program.ts';
import {temporaryFolder} from '../../builders/tools.ts';

const onUnix = process.platform === 'win32' ? test.skip : test;

function programs(signal = new AbortController().signal) {
  const logFile = join(temporaryFolder(), 'log');
  return {logFile, ...programsOf({logFile, isLive: false, signal})};
}

onUnix('lines are told as they come, both streams, and all of it is in the log', async t => {
  const {run, close, logFile} = programs();
  const lines: string[] = [];
  const outcome = await run(['sh', '-c', 'echo one; echo two; echo three >&2; printf four; exit 3'], {
    onLine: line => lines.push(line),
  });
  await close();
  t.like(outcome, {failed: true, exitCode: 3});
  // The two streams are two pipes: only the order within each is certain.
  const log = readFileSync(logFile, 'utf8').split('\n');
  t.regex(log[0] ?? '', /^\$ sh -c /);
  for (const told of [lines.join(''), log.slice(1).join('')]) {
    t.is(told.replace('three', ''), 'onetwofour');
    t.regex(told, /three/);
  }
});

onUnix('variables are set and unset on top of those of the caller', async t => {
  process.env['PYXDBG_TEST_UNSET'] = 'there';
  const {run, close} = programs();
  const {output, failed} = await run(['sh', '-c', 'echo "$A-$PYXDBG_TEST_UNSET-"; test -n "$PATH"'], {
    env: {A: 'a', PYXDBG_TEST_UNSET: null},
  });
  await close();
  t.is(output, 'a--\n');
  t.false(failed);
});

onUnix('a program that is not there is named', async t => {
  const {run, close} = programs();
  await t.throwsAsync(run(['pyxdbg-no-such-program']), {
    instanceOf: UserError,
    message: /needs pyxdbg-no-such-program, which is not on PATH/,
  });
  await close();
});

onUnix('an interrupt ends a program with all that it started', async t => {
  const controller = new AbortController();
  const {run, close} = programs(controller.signal);
  const file = join(temporaryFolder(), 'pid');
  const running = run(['sh', '-c', `sh -c 'echo $$ > ${file}; sleep 300' & wait`]);
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await wait(20);
  const pid = Number(readFileSync(file, 'utf8'));
  controller.abort();
  await t.throwsAsync(running, {name: 'AbortError'});
  await close();
  // A process that has ended but that nobody has waited for yet still takes signals.
  const isRunning = (): boolean => {
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 100 && isRunning(); tries++) await wait(50);
  t.false(isRunning());
  await t.throwsAsync(run(['true']), {name: 'AbortError'});
});
