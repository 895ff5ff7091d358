import test from 'ava';
import {evaluateMarker, parseMarker} from '../../src/build/marker.ts';
import type {BuildInterpreter} from '../../src/build/model.ts';
import {parsePep440Version} from '../../src/build/pep440-version.ts';
import {parseRequirement} from '../../src/build/requirement-text.ts';
import {
  fitsRequiresPython,
  markerEnvironment,
  requirementsMissing,
  requirementsUsed,
} from '../../src/build/requirements.ts';
import {UserError} from '../../src/errors.ts';
import {askPython, withPython} from '../builders/python.ts';
import {seededRandom} from '../fuzz/random.ts';
import {askJudge, hasJudge, withoutJudge} from './packaging-judge.ts';

const SEED = 20_442;

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

const judgeTest = hasJudge ? test : test.skip;

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
  const answers = askJudge(REQUIREMENTS.map(one => ['requirement', one]));
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
  const {below} = seededRandom(SEED);
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
  const answers = askJudge(cases.map(text => ['marker', text, environment]));
  for (const [index, text] of cases.entries()) {
    const marker = parseMarker(text);
    t.not(marker, null, text);
    // Where a part cannot be compared packaging gives the whole marker up: nobody can rely on it.
    if (answers[index] === 'raises' || answers[index] === null) continue;
    const told = marker === null ? 'invalid' : evaluateMarker(marker, environment);
    t.is(told, answers[index] as boolean, `seed ${SEED}: ${text}`);
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
