import test from 'ava';
import {parseCrashMessage, seenSignal} from '../../../src/debugging/run/crash-message.ts';
import {numberedFile} from '../../../src/debugging/run/numbered-file.ts';
import {programWords} from '../../../src/debugging/run/program-words.ts';
import {splitRunWords} from '../../../src/debugging/run/split-run-words.ts';

const takesValue = (word: string): boolean => ['--timeout', '-o'].includes(word);

test('our options end where the program begins', t => {
  const split = (...words: string[]) => splitRunWords(words, takesValue);
  t.deepEqual(split('--timeout', '5', 'app.py', '-o', 'x'), {
    own: ['--timeout', '5'],
    program: ['app.py', '-o', 'x'],
    isCommand: false,
  });
  t.deepEqual(split('-o', 'a.html', '-m', 'pytest', '-x'), {
    own: ['-o', 'a.html'],
    program: ['-m', 'pytest', '-x'],
    isCommand: false,
  });
  t.deepEqual(split('--core', '--', 'make', '--core'), {
    own: ['--core'],
    program: ['make', '--core'],
    isCommand: true,
  });
  t.deepEqual(split('--core'), {own: ['--core'], program: [], isCommand: false});
});

test('a program is a script, a module, code or a command; -m alone is none', t => {
  t.deepEqual(programWords(['app.py'], false), {isPython: true, words: ['app.py']});
  t.deepEqual(programWords(['make'], true), {isPython: false, words: ['make']});
  t.is(programWords([], true), null);
  t.is(programWords(['-m'], false), null);
});

test('the handler is understood, and nobody else', t => {
  const line = '{"pid":7,"tid":8,"signal":11,"code":1,"address":"0x0","access":"read"}';
  const message = parseCrashMessage(line);
  t.truthy(message);
  if (!message) return;
  // sigaction(2): 1 is SEGV_MAPERR.
  t.deepEqual(seenSignal(message, new Map([[11, 'SIGSEGV']])), {
    number: 11,
    name: 'SIGSEGV',
    code: 'SEGV_MAPERR',
    address: '0x0',
    access: 'read',
    thread: 8,
  });
  for (const wrong of [
    '',
    '{}',
    'null',
    '[1]',
    '{"pid":-1,"tid":1,"signal":11,"code":1}',
    line.replace('0x0', '0xg'),
  ]) {
    t.is(parseCrashMessage(wrong), null, wrong);
  }
});

test('reports after the first are numbered', t => {
  t.is(numberedFile('out/crash.html', 1), 'out/crash.html');
  t.is(numberedFile('out.d/crash.html', 3), 'out.d/crash-3.html');
});
