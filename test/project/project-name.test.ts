import test from 'ava';
import {execaSync} from 'execa';
import {UserError} from '../../src/errors.ts';
import {checkProjectName} from '../../src/project/project-name.ts';
import {STANDARD_MODULES} from '../../src/project/standard-modules.ts';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';
import {toolNamed} from '../builders/tools.ts';

test('a distribution is imported under its normal form, with underscores', t => {
  // PEP 503's own examples, whose normal form is friendly-bard.
  for (const name of ['friendly-bard', 'Friendly-Bard', 'FRIENDLY-BARD', 'friendly.bard', 'friendly_bard']) {
    t.is(checkProjectName(name), 'friendly_bard');
  }
  for (const name of ['friendly--bard', 'FrIeNdLy-._.-bArD']) t.is(checkProjectName(name), 'friendly_bard');
  t.is(checkProjectName('x'), 'x');
});

const refused = test.macro<[string, RegExp]>({
  title: (_, name, message) => `${JSON.stringify(name)} is refused: ${message.source}`,
  exec(t, name, message) {
    const error = t.throws(() => checkProjectName(name), {instanceOf: UserError});
    t.regex(error.message, message);
    t.is(error.exitCode, 2);
    t.regex(error.message, /; give another name/);
  },
});

for (const name of [
  '',
  ' ',
  'my ext',
  '-ext',
  'ext-',
  '_ext',
  '.ext',
  'ünder',
  'a/b',
  '../a',
  'a"b',
  'a\nb',
]) {
  test(refused, name, /is no name of a distribution/);
}
test(refused, '3d', /begins with a digit/);
test(refused, 'lambda', /keyword/);
test(refused, 'None', /"none" is a keyword/);
test(refused, 'Signal', /"signal", which is a module of Python itself/);
test(refused, 'Cython', /is what such a project is built with/);
test(refused, 'meson-python', /is what such a project is built with/);
test(refused, 'aux', /on Windows/);

const candidates = [toolNamed('python3'), ...pyenvPythons.map(({executable}) => executable)].filter(
  path => path !== null,
);
const asked = candidates.flatMap(executable => {
  const script =
    'import json, keyword, sys; print(json.dumps([sys.version, sorted(sys.stdlib_module_names), keyword.kwlist]))';
  const {stdout, failed} = execaSync(executable, ['-c', script], {reject: false});
  // Before 3.10 there is no list to ask for. The script prints an array of this shape.
  return failed ? [] : [JSON.parse(stdout) as [string, string[], string[]]];
});
const maybe = asked.length > 0 ? test : test.skip;

maybe(`no module and no keyword is missing that a Python at hand has (${asked.length} asked)`, t => {
  for (const [version, modules, keywords] of asked) {
    const names = modules.filter(name => !name.startsWith('_')).map(name => name.toLowerCase());
    t.deepEqual(
      names.filter(name => !STANDARD_MODULES.has(name)),
      [],
      version,
    );
    for (const keyword of keywords) {
      t.throws(() => checkProjectName(keyword), {message: /is a keyword of Python/}, `${version} ${keyword}`);
    }
  }
});
