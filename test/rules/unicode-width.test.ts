import test from 'ava';
import {artefact, bareFile, wheel} from '../builders/artefact.ts';
import {elfFacts, peFacts} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const module = (width: 'UCS2' | 'UCS4', rest = {}) =>
  elfFacts({
    initHooks: ['initspeed'],
    needed: ['libc.so.6'],
    undefinedNames: ['Py_InitModule4_64', `PyUnicode${width}_FromUnicode`, `PyUnicode${width}_AsUTF8String`],
    ...rest,
  });
const linux = (abi: string, width: 'UCS2' | 'UCS4') =>
  wheel(`cp27-${abi}-manylinux1_x86_64`, {'pkg/speed.so': module(width)});

test(
  'UCS2 names in a cp27mu wheel are an error, and the only finding',
  tells,
  ['error unicode-width'],
  linux('cp27mu', 'UCS2'),
);
test(
  'the names, both widths and the cure are told',
  fires,
  'unicode-width',
  'error',
  linux('cp27mu', 'UCS2'),
  {
    says: [
      '2 names of a UCS2 Python',
      'UCS4 build',
      'PyUnicodeUCS2_FromUnicode',
      'sys.maxunicode',
      '1114111',
    ],
  },
);
test('UCS4 names in a cp27m wheel are an error', fires, 'unicode-width', 'error', linux('cp27m', 'UCS4'), {
  says: ['cp27mu'],
});
test(
  'Windows is UCS2 to the last',
  fires,
  'unicode-width',
  'error',
  wheel('cp27-cp27m-win32', {
    'speed.pyd': peFacts({
      machine: 'x86',
      initHooks: ['initspeed'],
      imports: {'python27.dll': ['PyUnicodeUCS4_FromUnicode'], 'MSVCR90.dll': ['malloc']},
    }),
  }),
);
test(
  '.cpython-32mu is a UCS4 build by its name (PEP 3149)',
  fires,
  'unicode-width',
  'error',
  bareFile('speed.cpython-32mu.so', module('UCS2', {initHooks: ['PyInit_speed']})),
);
test(
  '.cpython-32m is a UCS2 build',
  fires,
  'unicode-width',
  'error',
  bareFile('speed.cpython-32m.so', module('UCS4', {initHooks: ['PyInit_speed']})),
);
test(
  'in a library that no module loads it is a note',
  fires,
  'unicode-width',
  'note',
  wheel('cp27-cp27mu-linux_x86_64', {'libcore.so': module('UCS2', {initHooks: []})}),
);

test('UCS4 names fit cp27mu', silent, 'unicode-width', linux('cp27mu', 'UCS4'));
test('UCS2 names fit cp27m', silent, 'unicode-width', linux('cp27m', 'UCS2'));
test(
  'from 3.3 on strings have no such width (PEP 393)',
  silent,
  'unicode-width',
  wheel('cp33-cp33m-linux_x86_64', {'speed.so': module('UCS4', {initHooks: ['PyInit_speed']})}),
);

test(
  'cp27 without an ABI tag says nothing of the width',
  unknown,
  'unicode-width',
  wheel('cp27-none-linux_x86_64', {'speed.so': module('UCS2')}),
);
test(
  'nor does an egg',
  unknown,
  'unicode-width',
  artefact('a-1-py2.7-linux-x86_64.egg', {'speed.so': module('UCS2')}),
);
