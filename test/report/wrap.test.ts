import test from 'ava';
import {wrapSentence} from '../../src/report/wrap.ts';

test('a sentence is broken at blanks only', t => {
  t.deepEqual(wrapSentence('one two three', 8), ['one two', 'three']);
  t.deepEqual(wrapSentence('at /a/very/long/path now', 8), ['at', '/a/very/long/path', 'now']);
  t.deepEqual(wrapSentence('', 8), ['']);
});

test('a command that is to be copied stands on a line of its own', t => {
  t.deepEqual(wrapSentence("it needs x; run: pip install 'x >= 1'", 20), [
    'it needs x; run:',
    "  pip install 'x >= 1'",
  ]);
  t.deepEqual(wrapSentence('short; run: x', 20), ['short; run: x']);
});
