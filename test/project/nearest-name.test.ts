import test from 'ava';
import {nearestName} from '../../src/project/nearest-name.ts';

const RULES = ['crt-mismatch', 'crt-manifest', 'two-crts', 'ext-suffix', 'abi3t'];

for (const [typed, meant] of [
  ['crt-mismach', 'crt-mismatch'],
  ['crt-msimatch', 'crt-mismatch'],
  ['CRT-Mismatch', 'crt-mismatch'],
  ['twocrts', 'two-crts'],
  ['ext-sufix', 'ext-suffix'],
  ['abi3', 'abi3t'],
] as const) {
  test(`${typed} was meant as ${meant}`, t => {
    t.is(nearestName(typed, RULES), meant);
  });
}

test('a word that is near to none has no suggestion', t => {
  t.is(nearestName('frobnicate', RULES), null);
  t.is(nearestName('', RULES), null);
  t.is(nearestName('x'.repeat(100_000), RULES), null);
});
