import test from 'ava';
import {parseStatedPython} from '../../src/python/stated-python.ts';
import {
  atLeast,
  compareVersions,
  formatVersion,
  type PythonVersion,
  parseVersion,
  parseVersionDigits,
  sameVersion,
  versionDigits,
} from '../../src/python/version.ts';

test('a version is its first two numbers', t => {
  t.deepEqual(parseVersion('3.12'), [3, 12]);
  t.deepEqual(parseVersion('3.12.4'), [3, 12]);
  t.deepEqual(parseVersion('3.15.0a1'), [3, 15]);
  for (const text of ['3', '3.', '.12', '3.12.', '3.x', '', '3.123', 'v3.12', '3.12 ', '10.1'])
    t.is(parseVersion(text), null, text);
});

test('the first of the digits in tags and DLL names is the major version', t => {
  t.deepEqual(['27', '35', '39', '310', '315'].map(parseVersionDigits), [
    [2, 7],
    [3, 5],
    [3, 9],
    [3, 10],
    [3, 15],
  ]);
  for (const digits of ['3', '', '15', '412', '3123', 'x']) t.is(parseVersionDigits(digits), null, digits);
});

test('versions are compared as numbers: 3.9 is older than 3.10', t => {
  const sorted: PythonVersion[] = [
    [3, 10],
    [2, 7],
    [3, 9],
    [3, 2],
  ];
  t.deepEqual(sorted.toSorted(compareVersions).map(formatVersion), ['2.7', '3.2', '3.9', '3.10']);
  t.true(atLeast([3, 10], 3, 9));
  t.false(atLeast([2, 7], 3, 0));
  t.true(sameVersion([3, 12], [3, 12]));
  t.is(versionDigits([3, 12]), '312');
});

for (const [text, expected] of [
  ['3.12', {version: [3, 12], freeThreaded: false, debug: false}],
  ['3.12.4', {version: [3, 12], freeThreaded: false, debug: false}],
  ['3.13t', {version: [3, 13], freeThreaded: true, debug: false}],
  ['3.12d', {version: [3, 12], freeThreaded: false, debug: true}],
  ['3.13td', {version: [3, 13], freeThreaded: true, debug: true}],
  ['2.7', {version: [2, 7], freeThreaded: false, debug: false}],
] as const) {
  test(`--python ${text} is read without running anything`, t => {
    t.deepEqual<unknown, unknown>(parseStatedPython(text), {...expected, platform: null, interpreter: null});
  });
}

test('everything else that --python may be is an interpreter', t => {
  for (const text of [
    'python3.12',
    './python',
    '/usr/bin/python3',
    '3',
    '312',
    '3.12x',
    '',
    'C:\\Python312\\python.exe',
  ])
    t.is(parseStatedPython(text), null, text);
});
