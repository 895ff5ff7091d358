/** The forms are those of Microsoft's article 310516 (.reg files) and of `reg query`. */
import test from 'ava';
import {
  parseRegQuery,
  type RegistryKey,
  registryFile,
  stateOfKey,
  undoFile,
} from '../../../src/debugging/setup/registry.ts';
import {justInTime, localDumps} from '../../../src/debugging/setup/windows-dumps.ts';

const ours: RegistryKey = {
  key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A',
  values: [{name: 'N', type: 'REG_DWORD', data: '16'}],
  isOurs: true,
};
const shared: RegistryKey = {...ours, values: [{name: 'P', type: 'REG_SZ', data: '"C:\\x"'}], isOurs: false};

/** As Windows prints it: a line of the key, then name, type and data with four blanks between. */
const queried = (...lines: readonly string[]): string =>
  `\r\n${ours.key}\r\n${lines.map(line => `    ${line}\r\n`).join('')}\r\n`;

test('a .reg file has its header, hexadecimal numbers, and texts with their backslashes doubled', t => {
  t.is(
    registryFile([ours, shared]),
    [
      'Windows Registry Editor Version 5.00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\A]',
      '"N"=dword:00000010',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\A]',
      '"P"="\\"C:\\\\x\\""',
      '',
      '',
    ].join('\r\n'),
  );
});

test('what is taken back is a key of ours, or values of ours in a key of others', t => {
  const text = undoFile([ours, shared]);
  t.true(text.includes('\r\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\A]\r\n'));
  t.true(text.includes('\r\n"P"=-\r\n'));
});

test('values are read with their blanks, numbers as numbers', t => {
  t.deepEqual(parseRegQuery(queried('N    REG_DWORD    0x10', 'A b    REG_SZ    c  d', 'E    REG_SZ')), [
    {name: 'N', data: '16'},
    {name: 'A b', data: 'c  d'},
    {name: 'E', data: ''},
  ]);
});

test('a key is absent, as wished, or somebody else has put values there', t => {
  t.is(stateOfKey(ours, null), 'absent');
  t.is(stateOfKey(ours, queried()), 'absent');
  t.is(stateOfKey(ours, queried('N    REG_DWORD    0x10')), 'wished');
  t.is(stateOfKey(ours, queried('N    REG_DWORD    0x11')), 'other');
  t.is(stateOfKey(ours, queried('N    REG_DWORD    0x10', 'M    REG_SZ    theirs')), 'other');
  t.is(stateOfKey(ours, queried('M    REG_SZ    theirs')), 'other');
});

test("in a key of others, others' values do not count", t => {
  t.is(stateOfKey(shared, queried('M    REG_SZ    theirs')), 'absent');
  t.is(stateOfKey(shared, queried('M    REG_SZ    theirs', 'p    REG_SZ    "C:\\x"')), 'wished');
  t.is(stateOfKey(shared, queried('P    REG_SZ    other')), 'other');
});

test('LocalDumps has a key for each program, with a dump of all memory', t => {
  for (const {key, values} of localDumps) {
    t.regex(
      key,
      /^HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\\w+\.exe$/,
    );
    // Microsoft: 1 is a minidump, 2 a full dump.
    t.is(values.find(({name}) => name === 'DumpType')?.data, '2');
  }
});

test("AeDebug gets the debugger's path quoted, with the two numbers that Windows fills in", t => {
  const [key] = justInTime('C:\\Program Files\\Debuggers\\windbg.exe');
  t.is(key?.values[0]?.data, '"C:\\Program Files\\Debuggers\\windbg.exe" -p %ld -e %ld -g');
  t.false(key?.isOurs);
});
