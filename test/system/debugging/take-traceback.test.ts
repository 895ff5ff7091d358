import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {takeTraceback} from '../../../src/system/debugging/take-traceback.ts';
import {traceback} from '../../debugging/documents.ts';
import {standInGdb} from './stand-in.ts';

const DOCUMENT = JSON.stringify(
  traceback({python: {version: '3.12.1', isFreeThreaded: false, layout: 'table'}}),
);

const take = (script: string, more: {timeoutMs?: number; abort?: AbortSignal} = {}) =>
  takeTraceback({
    subject: {kind: 'process', pid: 7},
    engine: {name: 'gdb', program: standInGdb(script)},
    ...more,
  });

test('with a stand-in for gdb: its document is read', async t => {
  const found = await take(`printf '%s' '${DOCUMENT}' > "$output"`);
  t.is(found.python?.version, '3.12.1');
});

test('with a stand-in for gdb: a document in another form is a bug of ours, not an answer', async t => {
  await t.throwsAsync(take(`echo '{"schemaVersion":2}' > "$output"`), {message: /the walker's document/});
  await t.throwsAsync(take(`echo 'not JSON' > "$output"`));
});

test('with a stand-in for gdb: none at all is one sentence with its last words', async t => {
  const error = await t.throwsAsync(take('echo "ptrace: No such process."; exit 1'), {instanceOf: UserError});
  t.regex(error?.message ?? '', /^process 7: /);
});

test('with a stand-in for gdb: one that hangs is ended with all that it started', async t => {
  const error = await t.throwsAsync(take('sleep 600 & sleep 600', {timeoutMs: 300}), {instanceOf: UserError});
  t.regex(error?.message ?? '', /did not answer in time/);
});

test('with a stand-in for gdb: an abort ends it, and its reason is thrown', async t => {
  const controller = new AbortController();
  const reason = new Error('stopped by the user');
  setTimeout(() => controller.abort(reason), 300);
  t.is(await t.throwsAsync(take('sleep 600', {abort: controller.signal})), reason);
});

test('with a stand-in for gdb: it runs without the variables that break its Python', async t => {
  process.env['PYTHONHOME'] = '/nowhere';
  t.teardown(() => delete process.env['PYTHONHOME']);
  const script = `[ -z "\${PYTHONHOME+set}" ] && printf '%s' '${DOCUMENT}' > "$output"`;
  t.is((await take(script)).python?.version, '3.12.1');
});
