import test from 'ava';
import {chooseTarget} from '../../src/python/target.ts';
import {parseWheelName} from '../../src/python/wheel-tags.ts';
import {ruleUrl} from '../../src/rules/rule-url.ts';
import {baseName, count, describeTarget, listNames} from '../../src/rules/wording.ts';
import {toolchains} from '../toolchains/tables.ts';

test('a long list is cut, and what is left out is counted', t => {
  t.is(listNames([]), '');
  t.is(listNames(['malloc', 'free']), 'malloc, free');
  t.is(listNames(['a', 'b', 'c', 'd', 'e', 'f', 'g']), 'a, b, c, d, e and 2 more');
  t.is(listNames(['a', 'b', 'c'], 2), 'a, b and 1 more');
});

test('numbers agree with their nouns', t => {
  t.deepEqual(
    [0, 1, 2].map(amount => count(amount, 'name')),
    ['0 names', '1 name', '2 names'],
  );
});

test('the base name ends paths of either kind, and install names', t => {
  t.is(baseName('pkg/speed.so'), 'speed.so');
  t.is(baseName('C:\\dist\\speed.pyd'), 'speed.pyd');
  t.is(baseName('@rpath/libcore.dylib'), 'libcore.dylib');
  t.is(baseName('speed.so'), 'speed.so');
});

for (const [tag, text] of [
  ['cp312-cp312-win_amd64', 'CPython 3.12'],
  ['cp311.cp312-none-win_amd64', 'CPython 3.11, 3.12'],
  ['cp313-cp313t-win_amd64', 'free-threaded CPython 3.13'],
  ['cp36-cp36dm-linux_x86_64', 'debug CPython 3.6'],
  ['cp310-abi3-win_amd64', 'the stable ABI of CPython 3.10 and later'],
  ['py3-abi3-win_amd64', 'the stable ABI'],
] as const) {
  test(`${tag} reads as ${text}`, t => {
    const wheel = parseWheelName(`a-1-${tag}.whl`);
    const target = chooseTarget(
      {against: null, python: null, wheel, legacy: null, file: null, imported: [], environment: null},
      null,
      toolchains,
    );
    t.is(describeTarget(target), text);
  });
}

test('each rule has a page', t => {
  t.regex(ruleUrl('crt-mismatch'), /^https:\/\/.*\/docs\/rules\/crt-mismatch\.md$/);
});
