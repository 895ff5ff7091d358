import {parse} from '@oclif/core/parser';
import test from 'ava';
import {checkAbiFlags} from '../../src/calls/check-abi-flags.ts';
import {parsePlainWords} from '../../src/calls/plain-words.ts';

/** What oclif's own parser makes of the words. */
async function byOclif(words: readonly string[]) {
  const {flags, argv} = await parse([...words], {flags: checkAbiFlags, args: {}, strict: false});
  return {flags, argv};
}

const PLAIN = [
  '',
  'a.so',
  'a.so b.so c.so',
  'a.so --json',
  '--json a.so -v --no-with-system',
  '--with-system a.so --tree --facts',
  '--output-format sarif -o out.sarif a.so',
  '--output-file=out.json --output-format=json a.so',
  '--select crt-mismatch,two-crts a.so --select=missing-dep b.so',
  '--ignore a, a.so --report junit=r.xml --report=sarif=r.sarif',
  '--python 3.13t --against=/usr/lib/libpython3.11.so a.so',
  '--python= a.so',
  '--baseline b.json --write-baseline=c.json --fail-on warning --exit-zero -q a.so',
  '--color never - ',
  '--color=always -- --json -x',
  '--json --json a.so',
];

for (const line of PLAIN) {
  const words = line.split(' ').filter(word => word !== '');
  test(`oclif's parser and ours agree on "${line}"`, async t => {
    t.deepEqual<unknown, unknown>(parsePlainWords(words, checkAbiFlags), await byOclif(words));
  });
}

const FOR_OCLIF = [
  '--nope a.so',
  '--jso a.so',
  '--constructor a.so',
  '--no-json a.so',
  '--json=true a.so',
  '--no-with-system=1 a.so',
  '-x a.so',
  '-vq a.so',
  '-oout.json a.so',
  '-5 a.so',
  '--python',
  '--python --json a.so',
  '--python 3.12 --python 3.13 a.so',
  '--color pink a.so',
  '--verbose --quiet a.so',
  '--json --output-format sarif a.so',
  '--select a\\,b a.so',
  '--select "a" a.so',
  '--=x a.so',
];

for (const line of FOR_OCLIF) {
  test(`"${line}" is left to oclif's parser`, t => {
    t.is(parsePlainWords(line.split(' '), checkAbiFlags), null);
  });
}
