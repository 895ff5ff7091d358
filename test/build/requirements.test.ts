import {join} from 'node:path';
import test from 'ava';
import {evaluateMarker, parseMarker} from '../../src/build/marker.ts';
import type {BuildInterpreter} from '../../src/build/model.ts';
import {comparePep440, formatPep440, parsePep440Version} from '../../src/build/pep440-version.ts';
import {parseRequirement} from '../../src/build/requirement-text.ts';
import {
  fitsRequiresPython,
  markerEnvironment,
  requirementsMissing,
  requirementsUsed,
} from '../../src/build/requirements.ts';
import {parseSpecifier, satisfies} from '../../src/build/version-specifier.ts';
import {UserError} from '../../src/errors.ts';
import {askPython, withPython} from '../builders/python.ts';
import {writeTree} from '../builders/tree.ts';
import {askJudge, hasJudge, withoutJudge} from './packaging-judge.ts';

const SEED = 20_440;

const interpreter: BuildInterpreter = {
  executable: '/usr/bin/python3',
  from: 'PATH',
  implementation: 'cpython',
  version: [3, 11, 7],
  freeThreaded: false,
  debug: false,
  platform: 'linux',
  platformTag: 'linux_x86_64',
  extSuffix: '.cpython-311-x86_64-linux-gnu.so',
  config: {},
  installed: {setuptools: '65.5.0', 'setuptools-scm': '8.0.4', cython: '3.1.0a1', cffi: '1.17.1'},
  prefix: '/usr',
  basePrefix: '/usr',
};

/** A small generator that gives the same numbers for the same seed (mulberry32). */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return limit => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

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

/** The judge's answers, in the order of the questions. */
function judged(questions: readonly (readonly unknown[])[]): readonly unknown[] {
  return askJudge(join(writeTree({'questions.json': JSON.stringify(questions)}), 'questions.json'));
}

const judgeTest = hasJudge ? test : test.skip;

judgeTest(`orders and spells 3,000 versions as packaging does${withoutJudge}`, t => {
  const make = versionMaker(random(SEED));
  const pairs = Array.from({length: 1500}, () => [make(), make()] as const);
  const answers = judged(
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
  const below = random(SEED + 1);
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
  const answers = judged(cases.map(one => ['clause', ...one]));
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
  const answers = judged([
    ...versions.map(one => ['version', one]),
    ...clauses.map(one => ['clause', '1.0', one]),
  ]);
  t.true(answers.every(answer => answer === null));
  for (const version of versions) t.is(parsePep440Version(version), null, version);
  for (const clause of clauses) t.is(parseSpecifier(clause), null, clause);
});

const REQUIREMENTS = [
  'setuptools',
  ' setuptools >= 64 , < 80 ',
  'setuptools_scm[toml]>=3.4.3',
  'A.B-c_d [ one , two ] (>=1.0)',
  'x[]',
  "cffi~=1.17; platform_python_implementation != 'PyPy' and python_version < '3.14'",
  'name @ https://example.org/a;b.zip',
  'name@https://example.org/a.zip ; python_version > "3"',
  'name; (os_name == "nt" or os_name == "posix") and extra == "x"',
  'name>=1;python_version in "2.7 3.11"',
  'name>=1;"linux" == sys_platform',
  'name==1.*,!=1.5',
  'a1',
  '-name',
  'name-',
  'name>=',
  'name 1.0',
  'name[one',
  'name[one two]',
  'name;',
  'name; python_version',
  'name; python_version >',
  'name; unknown_thing == "1"',
  'name; python_version > "3" and',
  'name; (python_version > "3"',
  'name; python_version > "3" extra == "x"',
  'name @',
  'two names',
  '',
];

judgeTest(`reads and refuses requirements as packaging does${withoutJudge}`, t => {
  const answers = judged(REQUIREMENTS.map(one => ['requirement', one]));
  t.true(answers.includes(null));
  for (const [index, text] of REQUIREMENTS.entries()) {
    const found = parseRequirement(text);
    const told = found && [
      found.name,
      [...found.extras].sort(),
      found.clauses.map(({operator, text: of, isPrefix}) => `${operator}${of}${isPrefix ? '.*' : ''}`).sort(),
      found.marker !== null,
    ];
    t.deepEqual(told, answers[index], text);
  }
});

judgeTest(`decides 3,000 markers as packaging does${withoutJudge}`, t => {
  const below = random(SEED + 2);
  const one = (of: readonly string[]): string => of[below(of.length)] ?? '';
  const comparison = (): string => {
    const [variable, values] = [
      ['python_version', ['3.11', '3.9', '3.12', '3', '2.7 3.11', '3.*']],
      ['python_full_version', ['3.11.7', '3.11', '3.11.8']],
      ['sys_platform', ['linux', 'win32', 'lin']],
      ['platform_system', ['Linux', 'Windows']],
      ['implementation_name', ['cpython', 'pypy']],
      ['platform_machine', ['x86_64', 'arm64']],
      ['os_name', ['posix', 'nt']],
      ['extra', ['', 'Test_Extra']],
    ][below(8)] as [string, readonly string[]];
    const isVersion = variable.startsWith('python');
    const operator = one(
      isVersion ? ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', '~='] : ['==', '!=', 'in'],
    );
    const [left, right] = [variable, `"${one(values)}"`];
    return below(4) === 0 ? `${right} ${operator} ${left}` : `${left} ${operator} ${right}`;
  };
  const cases = Array.from({length: 3000}, () => {
    const parts = Array.from({length: 1 + below(4)}, comparison);
    const [first = '', ...rest] = parts;
    const joined = rest.reduce((text, part) => `${text} ${one(['and', 'or'])} ${part}`, first);
    return below(3) === 0 ? `(${joined}) and ${comparison()}` : joined;
  });
  const environment = markerEnvironment(interpreter);
  const answers = judged(cases.map(text => ['marker', text, environment]));
  for (const [index, text] of cases.entries()) {
    const marker = parseMarker(text);
    t.not(marker, null, text);
    // Where a part cannot be compared packaging gives the whole marker up: nobody can rely on it.
    if (answers[index] === 'raises' || answers[index] === null) continue;
    const told = marker === null ? 'invalid' : evaluateMarker(marker, environment);
    t.is(told, answers[index] as boolean, `seed ${SEED + 2}: ${text}`);
  }
});

withPython('fills in the variables of markers as the interpreter itself does', t => {
  const told = askPython(`
import json, os, platform, sys
print(json.dumps({"version": list(sys.version_info[:3]), "platform": sys.platform, "name": sys.implementation.name,
  "os_name": os.name, "system": platform.system(), "implementation": platform.python_implementation(),
  "machine": platform.machine(), "full": platform.python_version()}))`) as Record<
    'platform' | 'name' | 'machine' | 'full' | 'os_name' | 'system' | 'implementation',
    string
  > & {
    version: [number, number, number];
  };
  const {version, platform, name, machine, full} = told;
  const environment = markerEnvironment({
    ...interpreter,
    version,
    platform,
    implementation: name,
    platformTag: `linux_${machine}`,
  });
  t.is(environment['os_name'], told.os_name);
  t.is(environment['platform_system'], told.system);
  t.is(environment['platform_python_implementation'], told.implementation);
  t.is(environment['platform_machine'], machine);
  t.is(environment['python_full_version'], full);
});

test('what is installed in a fitting version is not missing', t => {
  const requires = [
    'setuptools>=42.0.0',
    'Setuptools_SCM[toml]>=3.4.3',
    "tomli; python_version < '3.11'",
    "cffi; implementation_name == 'pypy'",
    'Cython',
  ];
  t.deepEqual(requirementsMissing(requires, interpreter), []);
});

test('what is not installed, or too old, is missing as it is written', t => {
  const requires = [
    'setuptools >= 77',
    'wheel',
    'cffi>=2.0.0b; python_version >= "3.8"',
    'Cython>=3.1',
    'constructor',
  ];
  t.deepEqual(requirementsMissing(requires, interpreter), requires);
});

test('a marker on what only the running system tells asks for nothing', t => {
  t.deepEqual(requirementsMissing(['absent; platform_release > "5"'], interpreter), []);
  t.deepEqual(
    requirementsMissing(['absent; platform_release > "5" or os_name == "posix"'], interpreter).length,
    1,
  );
});

test('a text that is no requirement is refused with a sentence', t => {
  const error = t.throws(() => requirementsMissing(['two names'], interpreter), {instanceOf: UserError});
  t.is(
    error.message,
    'build-system.requires: "two names" is no requirement; write it as in `setuptools>=64`',
  );
});

test('a Python fits requires-python, or does not', t => {
  t.true(fitsRequiresPython('>= 3.8', [3, 11, 7]));
  t.false(fitsRequiresPython('>=3.12', [3, 11, 7]));
  t.false(fitsRequiresPython('>=3.8,!=3.11.*', [3, 11, 7]));
  t.true(fitsRequiresPython(null, [3, 6, 0]));
  t.true(fitsRequiresPython('any', [3, 6, 0]));
});

test('a specifier of hostile length is refused at once', t => {
  t.is(parseRequirement(`a>=${'1.'.repeat(5000)}1`), null);
  t.is(parseRequirement(`a;${'('.repeat(9000)}`), null);
  t.is(parsePep440Version('9'.repeat(100_000)), null);
});

test('what a build used of the environment is told with its version, each once', t => {
  const requires = ['Setuptools>=61', 'setuptools_scm[toml]', 'wheel', 'setuptools; python_version < "4"'];
  t.deepEqual(requirementsUsed(requires, interpreter), ['setuptools 65.5.0', 'setuptools-scm 8.0.4']);
});
