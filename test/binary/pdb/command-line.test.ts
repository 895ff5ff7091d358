import test from 'ava';
import {splitQuotedArguments, splitWindowsCommandLine} from '../../../src/binary/pdb/command-line.ts';

// The table of "Parsing C command-line arguments" (learn.microsoft.com), whose first column it is.
const DOCUMENTED: readonly (readonly [string, readonly string[]])[] = [
  ['"a b c" d e', ['a b c', 'd', 'e']],
  ['"ab\\"c" "\\\\" d', ['ab"c', '\\', 'd']],
  ['a\\\\\\b d"e f"g h', ['a\\\\\\b', 'de fg', 'h']],
  ['a\\\\\\"b c d', ['a\\"b', 'c', 'd']],
  ['a\\\\\\\\"b c" d e', ['a\\\\b c', 'd', 'e']],
  ['a"b"" c d', ['ab" c d']],
];

for (const [line, args] of DOCUMENTED) {
  test(`${line} is split as Microsoft documents`, t => {
    t.deepEqual(splitWindowsCommandLine(line), args);
  });
}

test('blanks around and between arguments are none of them, an empty quoted argument is one', t => {
  t.deepEqual(splitWindowsCommandLine('  -a\t\t"" -b  '), ['-a', '', '-b']);
  t.deepEqual(splitWindowsCommandLine(''), []);
});

test('a folder with a backslash at its end, quoted, swallows the mark as it does on Windows', t => {
  t.deepEqual(splitWindowsCommandLine('-I"C:\\dir\\" -Od'), ['-IC:\\dir" -Od']);
});

test("clang's record keeps backslashes, marks and dollars behind a backslash", t => {
  t.deepEqual(splitQuotedArguments('"-cc1" "-I" "C:\\\\py" "-D" "A=\\"x y\\"" "\\$HOME" ""'), [
    '-cc1',
    '-I',
    'C:\\py',
    '-D',
    'A="x y"',
    '$HOME',
    '',
  ]);
});

test('a long line of backslashes or marks is split in time', t => {
  const started = performance.now();
  for (const character of ['\\', '"', '\\"', '" ', 'a ']) {
    splitWindowsCommandLine(character.repeat(500_000));
    splitQuotedArguments(character.repeat(500_000));
  }
  t.true(performance.now() - started < 5000);
});
