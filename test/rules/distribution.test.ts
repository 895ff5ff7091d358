import test from 'ava';
import {distributionOf, normaliseProject, requiredProjects} from '../../src/rules/distribution.ts';

const texts: Readonly<Record<string, string>> = {
  'foo-1.0.dist-info/WHEEL':
    'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp312-cp312-win_amd64\nTag: cp312-cp312-win32\n',
  'foo-1.0.dist-info/METADATA':
    'Metadata-Version: 2.1\nName: foo\nRequires-Dist: NumPy (>=1.2)\nRequires-Dist: ruamel.clib ; python_version < "3.13"\nRequires-Dist: torch ; extra == "gpu"\n\nRequires-Dist: no-field\n',
};
const read = (path: string) => texts[path] ?? null;
const paths = new Set(Object.keys(texts));

test("a wheel's name comes first, and its METADATA says what it requires", t => {
  const found = distributionOf('foo-1.0-cp311-cp311-win_amd64.whl', paths, read);
  t.is(found?.project, 'foo');
  t.deepEqual(found?.wheel?.pythons, ['cp311']);
  t.deepEqual(
    found?.requires,
    ['numpy', 'ruamel-clib'],
    'what an extra requires is not there unless asked for',
  );
});

test('a wheel under another name says it in its WHEEL file (PEP 427)', t => {
  const found = distributionOf('download.zip', paths, read);
  t.is(found?.project, 'foo');
  t.deepEqual(found?.wheel?.platforms, ['win_amd64', 'win32']);
});

test('eggs and installers have names of their own', t => {
  const egg = distributionOf('ZODB3-3.9.5-py2.5-win32.egg', new Set(), read);
  t.deepEqual(egg, {project: 'ZODB3', wheel: null, requires: []});
});

test('any other archive is no distribution', t => {
  t.is(distributionOf('stuff.zip', new Set(['pkg/speed.pyd']), read), null);
});

test('project names are compared as PEP 503 normalises them', t => {
  for (const name of ['Friendly-Bard', 'FRIENDLY.BARD', 'friendly_bard', 'FrIeNdLy-._.-bArD']) {
    t.is(normaliseProject(name), 'friendly-bard');
  }
});

test('every form of Requires-Dist has its project in front', t => {
  const metadata = [
    'numpy>=1.22',
    'torch (==2.1.0)',
    'nvidia-cublas-cu12==12.1.3.1; platform_system == "Linux"',
    'requests[socks]',
    'foo @ https://example.org/foo.whl',
    'numpy<3',
  ]
    .map(requirement => `Requires-Dist: ${requirement}`)
    .join('\r\n');
  t.deepEqual(requiredProjects(`Name: a\r\n${metadata}\r\n\r\nRequires-Dist: description\r\n`), [
    'numpy',
    'torch',
    'nvidia-cublas-cu12',
    'requests',
    'foo',
  ]);
});
