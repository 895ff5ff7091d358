import test from 'ava';
import {baselineKey, identifyArtefact, normalisePath} from '../../src/rules/baseline-key.ts';
import {MISSING_DEP} from '../report/samples.ts';

// Names as they stand in real wheels, eggs, installers and folders.
for (const [path, project, version] of [
  ['PyAudio-0.2.11-cp36-cp36m-win_amd64.whl', 'pyaudio', '0.2.11'],
  ['dist/ruamel.yaml_clib-0.2.8-1-cp312-cp312-win_amd64.whl', 'ruamel-yaml-clib', '0.2.8'],
  ['C:\\wheels\\numpy-2.0.0-cp312-cp312-win32.whl', 'numpy', '2.0.0'],
  ['ZODB3-3.9.5-py2.5-win32.egg', 'zodb3', '3.9.5'],
  ['coverage-3.4.win32-py2.4.exe', 'coverage', '3.4'],
  ['zope.interface-3.5.1-py2.4-win32.egg', 'zope-interface', '3.5.1'],
  ['./build/lib.linux-x86_64-cpython-312/', 'build/lib.linux-x86_64', null],
  ['build/lib.macosx-11.0-arm64-cpython-313', 'build/lib.macosx-11.0-arm64', null],
  ['/home/me/checkout/.venv', '.venv', null],
  ['.venv/lib/python3.12/site-packages', '.venv/lib/python/site-packages', null],
  ['.', '.', null],
  ['build/foo.cpython-312-x86_64-linux-gnu.so', 'build/foo.so', null],
  ['/elsewhere/foo.cp312-win_amd64.pyd', 'foo.pyd', null],
] as const) {
  test(`the project of ${path} is ${project}`, t => {
    t.deepEqual(identifyArtefact(path), {project, version});
  });
}

for (const [path, version, normal] of [
  // EXT_SUFFIX (PEP 3149, importlib.machinery)
  ['pkg/_x.cpython-312-x86_64-linux-gnu.so', null, 'pkg/_x.so'],
  ['pkg/_x.cpython-36m-darwin.so', null, 'pkg/_x.so'],
  ['pkg/_x.cp313t-win_arm64.pyd', null, 'pkg/_x.pyd'],
  ['pkg/_x.abi3.so', null, 'pkg/_x.so'],
  ['pkg/_x.so', null, 'pkg/_x.so'],
  // auditwheel, delvewheel
  ['numpy.libs/libopenblas64_p-r0-0cf96a72.3.23.dev.so', null, 'numpy.libs/libopenblas64_p-r0.3.23.dev.so'],
  ['scipy.libs/libgfortran-040039e1-0352e75f.so.5.0.0', null, 'scipy.libs/libgfortran.so.5.0.0'],
  ['numpy.libs/msvcp140-263139962577ecda4cd9469ca360a746.dll', null, 'numpy.libs/msvcp140.dll'],
  // metadata and data folders (PEP 427), installed eggs, interpreters
  ['foo-1.2.data/purelib/foo/_x.pyd', '1.2', 'foo.data/purelib/foo/_x.pyd'],
  ['foo-1.2-py3.8-linux-x86_64.egg/foo/_x.so', null, 'foo.egg/foo/_x.so'],
  ['lib/python3.13t/site-packages/a.so', null, 'lib/python/site-packages/a.so'],
  // the project's own version
  ['xgboost/lib/libxgboost-0.90.so', '0.90', 'xgboost/lib/libxgboost.so'],
  ['pkg/other-0.90.1.dll', '0.90', 'pkg/other-0.90.1.dll'],
  ['pkg/part-2.dll', '2', 'pkg/part-2.dll'],
  ['pkg\\_x.pyd', null, 'pkg/_x.pyd'],
] as const) {
  test(`the path ${path} is kept as ${normal}`, t => {
    t.is(normalisePath(path, version), normal);
  });
}

test('the subject loses its hash, and a DLL its case', t => {
  const subjectOf = (subject: string): string =>
    baselineKey({project: 'p', version: null}, 'a', {...MISSING_DEP, subject}).subject;
  t.is(subjectOf('MSVCRT.dll'), 'msvcrt.dll');
  t.is(subjectOf('libgomp-a34b3233.so.1.0.0'), 'libgomp.so.1.0.0');
  t.is(subjectOf('PyUnicode_AsUTF8AndSize'), 'PyUnicode_AsUTF8AndSize');
});

test('a path of 64 KiB made to backtrack is dealt with at once', t => {
  const started = performance.now();
  normalisePath(`${'-1-py1'.repeat(11_000)}/${'a-0.9'.repeat(13_000)}`, '0.9');
  t.true(performance.now() - started < 500);
});
