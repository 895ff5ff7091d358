/** The words that Microsoft documents for cdb: "CDB Command-Line Options", "bp, bu, bm", "k". Nobody has run them here. */
import test from 'ava';
import {cdbAttach, cdbProgram, cdbStacks} from '../../../src/debugging/windows/cdb.ts';

test('a process whose stacks are printed is only looked at', t => {
  t.deepEqual(cdbStacks('cdb.exe', 42), {
    program: 'cdb.exe',
    words: ['-pv', '-p', '42', '-lines', '-c', '~*kP 200; q'],
  });
});

test('a process that is attached to is let go at the end', t => {
  t.deepEqual(cdbAttach('cdb.exe', 42).words, ['-pd', '-p', '42', '-lines']);
});

test('breakpoints are set by line and by function before the program goes', t => {
  const {words} = cdbProgram('cdb.exe', ['python.exe', 'a b.py', '-c'], ['C:\\a b\\x.c:12', 'crash', 'm!f']);
  t.deepEqual(words, [
    '-lines',
    '-G',
    '-c',
    'bu `C:\\a b\\x.c:12`; bu crash; bu m!f; g',
    ...['python.exe', 'a b.py', '-c'],
  ]);
});
