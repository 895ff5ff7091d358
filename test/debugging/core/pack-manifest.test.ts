import test from 'ava';
import {isPackMember} from '../../../src/debugging/core/pack-manifest.ts';

for (const name of ['pyxdbg-core.json', 'core', 'root/usr/bin/python3', 'debug/.build-id/ab/cdef.debug']) {
  test(`a pack may have ${name}`, t => t.true(isPackMember(name)));
}

for (const name of [
  '',
  'root',
  'root/',
  'root/../x',
  '/root/x',
  'root//x',
  'root/./x',
  'x',
  'root\\x/y',
  'root/a\0b',
  'root/a\nb',
  '../core',
]) {
  test(`no pack has ${JSON.stringify(name)}`, t => t.false(isPackMember(name)));
}
