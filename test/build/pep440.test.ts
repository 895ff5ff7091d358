import test from 'ava';
import {comparePep440, formatPep440, parsePep440Version} from '../../src/build/pep440-version.ts';
import {parseSpecifier, satisfies} from '../../src/build/version-specifier.ts';
import {seededRandom} from '../fuzz/random.ts';
import {askJudge, hasJudge, withoutJudge} from './packaging-judge.ts';

const SEED = 20_440;

const judgeTest = hasJudge ? test : test.skip;

/** Versions that are near to each other, so that comparisons are close, in all spellings. */
function versionMaker(below: (limit: number) => number): (plain?: boolean) => string {
  const one = (of: readonly string[]): string => of[below(of.length)] ?? '';
  return (plain = false) =>
    [
      one(['', '', '', '', '', '1!', '0!']),
      one(['1', '1.0', '1.0.0', '1.1', '2', '2.0.1', '0.9', '10.0', '20260101.12345678901234567890']),
      one(['', '', '', 'a1', 'b2', 'rc1', '-alpha.1', 'c3', '.pre', 'A1']),
      one(['', '', '', '', '.post1', '-1', '.post', 'rev2', '-r3']),
      one(['', '', '', '.dev0', '.dev5', 'dev', '-DEV3']),
      plain ? '' : one(['', '', '', '', '+1', '+abc', '+abc.1', '+1.ABC', '+ubuntu-2', '+1.2']),
    ].join('');
}

judgeTest(`orders and spells 3,000 versions as packaging does${withoutJudge}`, t => {
  const make = versionMaker(seededRandom(SEED).below);
  const pairs = Array.from({length: 1500}, () => [make(), make()] as const);
  const answers = askJudge(
    pairs.flatMap(([a, b]) => [
      ['version', a],
      ['version', b],
      ['compare', a, b],
    ]),
  );
  for (const [index, pair] of pairs.entries()) {
    const [a, b] = pair.map(parsePep440Version);
    const [first, second, order] = answers.slice(index * 3, index * 3 + 3);
    if (!a || !b) return t.fail(`seed ${SEED}: ${pair.join(' ')} is refused`);
    t.deepEqual([formatPep440(a), formatPep440(b)], [first, second]);
    t.is(Math.sign(comparePep440(a, b)), order as number, `seed ${SEED}: ${pair.join(' ')}`);
  }
});

judgeTest(`judges 6,000 versions by a clause as packaging does${withoutJudge}`, t => {
  const {below} = seededRandom(SEED + 1);
  const make = versionMaker(below);
  const cases = Array.from({length: 6000}, () => {
    const operator = ['==', '!=', '>=', '<=', '>', '<', '~=', '==='][below(8)] ?? '';
    const isEquality = operator === '==' || operator === '!=';
    const prefix = ['1.*', '1.0.*', '2.*', '1!1.*', '1.0.0.0.*'][below(5)] ?? '';
    const version = make(!isEquality);
    // packaging finds the prefix of `~=` in the text, and errs where that is not normalised.
    const parsed = operator === '~=' ? parsePep440Version(version) : null;
    const text = parsed === null ? version : formatPep440(parsed);
    return [make(), operator + (isEquality && below(3) === 0 ? prefix : text)] as const;
  });
  const answers = askJudge(cases.map(one => ['clause', ...one]));
  t.true(answers.filter(answer => answer === true).length > 1000);
  t.true(answers.filter(answer => answer === false).length > 1000);
  for (const [index, [version, clause]] of cases.entries()) {
    const clauses = parseSpecifier(clause);
    const answer = clauses === null ? null : satisfies(version, clauses);
    t.is(answer, answers[index] as boolean | null, `seed ${SEED + 1}: ${version} by ${clause}`);
  }
});

judgeTest(`refuses the versions and clauses that packaging refuses${withoutJudge}`, t => {
  const versions = [
    '',
    '1.',
    '.1',
    '1..2',
    '1.0+',
    '1.0+a_',
    '1.0x',
    '1.0 1',
    'v',
    '1!',
    '1.0a1b1',
    '1.0.post1-2',
  ];
  const clauses = ['>=', '=1', '>=1.*', '~=1', '~=1.*', '>1+a', '1.0', '==1.0.*.1', '== 1.0 2', '<>1', '=>1'];
  const answers = askJudge([
    ...versions.map(one => ['version', one]),
    ...clauses.map(one => ['clause', '1.0', one]),
  ]);
  t.true(answers.every(answer => answer === null));
  for (const version of versions) t.is(parsePep440Version(version), null, version);
  for (const clause of clauses) t.is(parseSpecifier(clause), null, clause);
});
