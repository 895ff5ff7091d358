import test from 'ava';
import {type LegacyName, parseLegacyName} from '../../src/python/artefact-name.ts';
import {parseWheelFile, parseWheelName} from '../../src/python/wheel-tags.ts';

// PEP 427, "File name convention": {distribution}-{version}(-{build tag})?-{python tag}-{abi tag}-{platform tag}.whl
for (const [name, expected] of [
  [
    'PyAudio-0.2.11-cp36-cp36m-win_amd64.whl',
    {project: 'PyAudio', version: '0.2.11', pythons: ['cp36'], abis: ['cp36m'], platforms: ['win_amd64']},
  ],
  [
    'distribution-1.0-1-py27-none-any.whl',
    {project: 'distribution', version: '1.0', pythons: ['py27'], abis: ['none'], platforms: ['any']},
  ],
  [
    'numpy-2.0.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
    {
      project: 'numpy',
      version: '2.0.0',
      pythons: ['cp312'],
      abis: ['cp312'],
      platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
    },
  ],
  [
    'a-1-py2.py3-none-any.whl',
    {project: 'a', version: '1', pythons: ['py2', 'py3'], abis: ['none'], platforms: ['any']},
  ],
  [
    'a-1-cp315-abi3.abi3t-win_amd64.whl',
    {project: 'a', version: '1', pythons: ['cp315'], abis: ['abi3', 'abi3t'], platforms: ['win_amd64']},
  ],
  [
    'A-1-CP38-ABI3-Win32.WHL',
    {project: 'A', version: '1', pythons: ['cp38'], abis: ['abi3'], platforms: ['win32']},
  ],
] as const) {
  test(`the wheel name ${name} is taken apart`, t => {
    t.deepEqual<unknown, unknown>(parseWheelName(name), expected);
  });
}

test('what has not five or six parts is no wheel name', t => {
  for (const name of [
    'a.whl',
    'a-1-py3-none.whl',
    'a-1-2-3-py3-none-any.whl',
    'a-1-py3-none-any.zip',
    '-1-py3-none-any.whl',
    'a--py3-none-any.whl',
    '.whl',
    '',
  ]) {
    t.is(parseWheelName(name), null, name);
  }
});

test('the tags of a WHEEL file are those of its Tag lines, compressed or not', t => {
  const text =
    'Wheel-Version: 1.0\r\nGenerator: bdist_wheel\r\nRoot-Is-Purelib: false\r\nTag: cp312-cp312-win_amd64\r\nTag: cp311.cp312-none-win_amd64\r\n';
  t.deepEqual(parseWheelFile(text, 'a', '1'), {
    project: 'a',
    version: '1',
    pythons: ['cp312', 'cp311'],
    abis: ['cp312', 'none'],
    platforms: ['win_amd64'],
  });
  t.is(parseWheelFile('Wheel-Version: 1.0\n', 'a', '1'), null);
  t.is(parseWheelFile('Tag: nonsense\n', 'a', '1'), null);
});

// setuptools' bdist_egg and distutils' bdist_wininst ("get_installer_filename"); the first five are on PyPI.
const legacy: readonly (readonly [string, LegacyName])[] = [
  ['ZODB3-3.9.5-py2.5-win32.egg', {project: 'ZODB3', version: [2, 5], platform: 'win32'}],
  ['coverage-3.4.win32-py2.4.exe', {project: 'coverage', version: [2, 4], platform: 'win32'}],
  ['zope.interface-3.5.1-py2.4-win32.egg', {project: 'zope.interface', version: [2, 4], platform: 'win32'}],
  ['psutil-0.6.1.win-amd64-py2.7.exe', {project: 'psutil', version: [2, 7], platform: 'win_amd64'}],
  [
    'zope.hookable-4.0.1-py3.2-win-amd64.egg',
    {project: 'zope.hookable', version: [3, 2], platform: 'win_amd64'},
  ],
  ['foo-1.0-py3.10-linux-x86_64.egg', {project: 'foo', version: [3, 10], platform: 'linux_x86_64'}],
  ['foo-1.0-py2.7-macosx-10.9-x86_64.egg', {project: 'foo', version: [2, 7], platform: 'macosx_10_9_x86_64'}],
  ['foo-1.0-py2.7.egg', {project: 'foo', version: [2, 7], platform: null}],
  ['foo-1.0.win32.exe', {project: 'foo', version: null, platform: 'win32'}],
  ['foo-1.0.win-arm64-py3.8.exe', {project: 'foo', version: [3, 8], platform: 'win_arm64'}],
  ['my-project-1.0.win32-py2.7.exe', {project: 'my-project', version: [2, 7], platform: 'win32'}],
];
for (const [name, expected] of legacy) {
  test(`${name} says which Python and platform it is for`, t => {
    t.deepEqual(parseLegacyName(name), expected);
  });
}

test('other names say nothing', t => {
  for (const name of [
    'setup.exe',
    'python-3.12.0-amd64.exe',
    'foo.egg',
    'foo-1.0.egg',
    'foo-1.0-cp312-cp312-win32.whl',
    'foo-1.0.tar.gz',
    '',
  ]) {
    t.is(parseLegacyName(name), null, name);
  }
});

test('a name of 100,000 hyphens is dealt with at once', t => {
  const started = performance.now();
  t.is(parseLegacyName(`${'-'.repeat(100_000)}.egg`), null);
  t.is(parseWheelName(`${'-'.repeat(100_000)}.whl`), null);
  t.true(performance.now() - started < 10_000);
});
