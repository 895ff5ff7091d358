import test from 'ava';
import {bareFile, stated, wheel} from '../builders/artefact.ts';
import {API, elfFacts, linuxModule, peFacts, UCRT} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const linux = (floor: string, names: readonly string[], rest = {}) =>
  wheel(`${floor}-abi3-linux_x86_64`, {'pkg/speed.abi3.so': linuxModule(names, rest)});
const windows = (floor: string, names: readonly string[], more = {}) =>
  wheel(`${floor}-abi3-win_amd64`, {
    'pkg/speed.pyd': peFacts({
      initHooks: ['PyInit_speed'],
      imports: {'python3.dll': [...API, ...names], ...UCRT, ...more},
    }),
  });

test(
  'PyUnicode_AsUTF8AndSize came with 3.10 (procmaps 0.5.0)',
  fires,
  'abi3-too-new',
  'error',
  linux('cp36', ['PyUnicode_AsUTF8AndSize']),
  {
    says: ['PyUnicode_AsUTF8AndSize (since 3.10)', 'CPython 3.6', 'cp310-abi3'],
  },
);
test(
  'PyThread_acquire_lock is stable since 3.2, but in python3.dll only since 3.10',
  fires,
  'abi3-too-new',
  'error',
  windows('cp38', ['PyThread_acquire_lock']),
  {says: ['since 3.10', 'procedure could not be found']},
);
test(
  'PyInterpreterState_Get came with 3.9, and to python3.dll with 3.10',
  fires,
  'abi3-too-new',
  'error',
  windows('cp39', ['PyInterpreterState_Get']),
);
test(
  'the lowest of several python tags is the floor',
  fires,
  'abi3-too-new',
  'error',
  linux('cp36.cp310', ['PyUnicode_AsUTF8AndSize']),
);
test(
  '--python takes the place of the floor',
  fires,
  'abi3-too-new',
  'error',
  wheel(
    'cp310-abi3-linux_x86_64',
    {'speed.abi3.so': linuxModule(['PyUnicode_AsUTF8AndSize'])},
    {python: stated(3, 9)},
  ),
  {says: ['3.9']},
);
test(
  'a library that no module loads is a note of the same',
  fires,
  'abi3-too-new',
  'note',
  wheel('cp36-abi3-linux_x86_64', {
    'pkg/libcore.so': elfFacts({undefinedNames: ['PyUnicode_AsUTF8AndSize']}),
  }),
);

test(
  'elsewhere PyThread_acquire_lock was always there',
  silent,
  'abi3-too-new',
  linux('cp38', ['PyThread_acquire_lock']),
);
test(
  'elsewhere PyInterpreterState_Get is there from 3.9 on',
  silent,
  'abi3-too-new',
  linux('cp39', ['PyInterpreterState_Get']),
);
test(
  'from its own version on a name may be used',
  silent,
  'abi3-too-new',
  linux('cp310', ['PyUnicode_AsUTF8AndSize']),
);
test(
  'a newer Python that is named has the name',
  silent,
  'abi3-too-new',
  wheel(
    'cp36-abi3-linux_x86_64',
    {'speed.abi3.so': linuxModule(['PyUnicode_AsUTF8AndSize'])},
    {python: stated(3, 12)},
  ),
);
test(
  'a newer name that is tested for is no need',
  silent,
  'abi3-too-new',
  linux('cp36', ['PyUnicode_AsUTF8AndSize?']),
);

test(
  'a bare .abi3.so promises no floor',
  unknown,
  'abi3-too-new',
  bareFile('speed.abi3.so', linuxModule(['PyUnicode_AsUTF8AndSize'])),
);
test(
  '.abi3.so in a wheel for one version promises no floor either',
  unknown,
  'abi3-too-new',
  wheel('cp37-cp37m-linux_x86_64', {'speed.abi3.so': linuxModule(['PyUnicode_AsUTF8AndSize'])}),
);
test(
  '3.8 lacks PyType_GetName altogether',
  fires,
  'abi3-too-new',
  'error',
  linux('cp38', ['PyType_GetName']),
  {says: ['import in Python 3.8: "undefined symbol: PyType_GetName"']},
);
test(
  'PyUnicode_AsUTF8AndSize was there long before it was promised',
  fires,
  'abi3-too-new',
  'error',
  linux('cp38', ['PyUnicode_AsUTF8AndSize']),
  {says: ['promises nothing']},
);
