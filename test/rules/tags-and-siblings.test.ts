import test from 'ava';
import {bareFile, stated, wheel} from '../builders/artefact.ts';
import {linuxModule, macModule, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells} from './expect.ts';

// Whether a format fits a system is in the specifications of the formats: no loader of one takes another (man ld.so,
// Microsoft's PE format, Apple's Mach-O reference).
test(
  'a Windows file in a manylinux wheel is an error, whatever its machine',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-manylinux_2_34_x86_64', {'pkg/speed.pyd': windowsModule('python312.dll', UCRT)}),
  {says: ['Windows', 'manylinux_2_34_x86_64']},
);
test(
  'a Mach-O file under a Linux name in a manylinux wheel is an error',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-manylinux_2_34_x86_64', {'speed.cpython-312-x86_64-linux-gnu.so': macModule({})}),
);
test(
  'an ELF file in a Windows wheel is an error',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-win_amd64', {'speed.pyd': linuxModule()}),
);
test(
  'an ELF file in a macOS wheel is an error',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-macosx_10_9_x86_64', {'speed.so': linuxModule()}),
);
test(
  'an ELF file in an Android wheel fits',
  silent,
  'wrong-arch',
  wheel('cp313-cp313-android_21_x86_64', {'speed.so': linuxModule()}),
);
test(
  'Python on Linux does not look for -darwin (EXT_SUFFIX, PEP 3149)',
  fires,
  'ext-suffix',
  'error',
  wheel('cp313-cp313-manylinux_2_34_x86_64', {'speed.cpython-313-darwin.so': linuxModule()}),
);
test(
  "python.org's Python does not look for the name that MSYS2's has",
  fires,
  'ext-suffix',
  'error',
  wheel('cp311-cp311-win_amd64', {
    'speed.cp311-mingw_x86_64_ucrt_gnu.pyd': windowsModule('libpython3.11.dll', UCRT),
  }),
);
test(
  "MSYS2's libpython3.11.dll comes with no python.org Python",
  fires,
  'python-dll-version',
  'error',
  wheel('cp311-cp311-win_amd64', {'speed.pyd': windowsModule('libpython3.11.dll', UCRT)}),
);
test(
  'what C runtime an MSYS2 Python has is its own affair',
  silent,
  'crt-mismatch',
  bareFile(
    'speed.cp311-mingw_x86_64_msvcrt_gnu.pyd',
    windowsModule('libpython3.11.dll', {'msvcrt.dll': ['malloc', 'free']}),
  ),
);

for (const tag of [
  'manylinux_2_34_x86_64.musllinux_1_2_x86_64',
  'musllinux_1_2_x86_64.manylinux_2_34_x86_64',
]) {
  test(
    `glibc breaks the promise of musllinux in ${tag}`,
    fires,
    'libc-family',
    'error',
    wheel(`cp312-cp312-${tag}`, {'speed.so': linuxModule()}),
  );
}

test(
  'beside m.abi3.so a build for 3.12 alone does no harm (importlib takes the first suffix that is there)',
  silent,
  'ext-suffix',
  wheel('cp38-abi3-linux_x86_64', {
    'speed.abi3.so': linuxModule(),
    'speed.cpython-312-x86_64-linux-gnu.so': linuxModule(),
  }),
  {at: 'speed.cpython-312-x86_64-linux-gnu.so'},
);
test(
  'a left-over for 3.10 beside the file for 3.12 is a note',
  fires,
  'ext-suffix',
  'note',
  wheel('cp312-cp312-linux_x86_64', {
    'speed.cpython-310-x86_64-linux-gnu.so': linuxModule(),
    'speed.cpython-312-x86_64-linux-gnu.so': linuxModule(),
  }),
  {at: 'speed.cpython-310-x86_64-linux-gnu.so'},
);
test(
  'a twin in another folder is another module',
  fires,
  'ext-suffix',
  'error',
  wheel('cp312-cp312-linux_x86_64', {
    'a/speed.cpython-310-x86_64-linux-gnu.so': linuxModule(),
    'b/speed.cpython-312-x86_64-linux-gnu.so': linuxModule(),
  }),
  {at: 'a/speed.cpython-310-x86_64-linux-gnu.so'},
);
test(
  'a name that is not of the Py kind is in no CPython, so a stable ABI module must not leave it undefined',
  fires,
  'undefined-symbol',
  'error',
  wheel('cp38-abi3-manylinux_2_34_x86_64', {'speed.abi3.so': linuxModule(['forgotten_helper'])}),
);
test(
  'names of the stable ABI are left to its own rules',
  tells,
  ['error abi3-violation'],
  wheel('cp38-abi3-manylinux_2_34_x86_64', {'speed.abi3.so': linuxModule(['_PyUnicode_AsString'])}),
);
test(
  'x86-64-v3 code is not cured by an older tag, which promises older processors',
  fires,
  'manylinux-mistag',
  'error',
  wheel('cp312-cp312-manylinux_2_34_x86_64', {'speed.so': linuxModule([], {isaLevel: 3})}),
  {says: ['-march']},
);
test(
  'Python 2 has no stable ABI, so a named 2.7 takes abi3 for what it is: a name',
  silent,
  'abi3-too-new',
  bareFile('speed.abi3.so', linuxModule(['PyObject_GetOptionalAttr']), {python: stated(2, 7)}),
);
