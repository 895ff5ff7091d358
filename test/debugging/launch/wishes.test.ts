import test from 'ava';
import {
  joinWishes,
  type LaunchWishes,
  parseWishes,
  wishesText,
} from '../../../src/debugging/launch/wishes.ts';

const NONE: LaunchWishes = {for: null, allSystems: false, python: null, target: null, module: null, args: []};
const BEFORE: LaunchWishes = {...NONE, for: 'all', python: '3.12', target: 'app.py', args: ['x']};

test('what is not said again stays as it was said', t => {
  t.deepEqual(joinWishes(NONE, BEFORE), BEFORE);
  t.deepEqual(joinWishes(BEFORE, null), BEFORE);
  t.deepEqual(parseWishes(wishesText(BEFORE)), BEFORE);
});

test('another target comes without the words of the former one', t => {
  t.deepEqual(joinWishes({...NONE, module: 'pytest'}, BEFORE), {
    ...BEFORE,
    target: null,
    module: 'pytest',
    args: [],
  });
});

test('a file that somebody broke says nothing', t => {
  for (const text of [
    '',
    '{',
    '[]',
    '{"schemaVersion": 2}',
    wishesText({...BEFORE}).replace('"all"', '"emacs"'),
  ]) {
    t.is(parseWishes(text), null, text);
  }
});
