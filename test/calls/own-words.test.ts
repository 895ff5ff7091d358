import test from 'ava';
import {ownWordCount, startsProgram} from '../../src/calls/own-words.ts';

test('run and debug start programs', t => {
  t.true(startsProgram('run'));
  t.true(startsProgram('debug'));
  for (const other of ['', 'check-abi', 'constructor', 'toString']) t.false(startsProgram(other));
});

test('words of a program are not ours', async t => {
  t.is(await ownWordCount('run', ['--timeout', '5', '-h', 'app.py', '-h']), 3);
  t.is(await ownWordCount('run', ['-m', 'pytest', '--help']), 0);
  t.is(await ownWordCount('run', ['--all-threads', '--', 'make', '-h']), 1);
  t.is(await ownWordCount('debug', ['--break', '-h', '--gdb', '-c', '1']), 3);
});
