import test from 'ava';
import {bareFile, interpreterFacts, stated, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const linux = (platform: string, library: string, python = 'cp311-cp311') =>
  wheel(`${python}-${platform}`, {'pkg/speed.so': linuxModule([], {needed: [library, 'libc.so.6']})});
const mac = (platform: string, library: string) =>
  wheel(`cp312-cp312-${platform}`, {'pkg/speed.so': macModule({needed: [library]})});
const FRAMEWORK = '/Library/Frameworks/Python.framework/Versions/3.12/Python';

test(
  'libpython in a manylinux wheel is an error (cefpython3 66.0)',
  fires,
  'elf-libpython',
  'error',
  linux('manylinux1_x86_64', 'libpython3.7m.so.1.0', 'cp37-cp37m'),
  {says: ['libpython3.7m.so.1.0', 'manylinux1_x86_64', 'patchelf --remove-needed', 'Python::Module']},
);
test(
  'libpython in a musllinux wheel is an error',
  fires,
  'elf-libpython',
  'error',
  linux('musllinux_1_2_x86_64', 'libpython3.11.so.1.0'),
);
test(
  'libpython is no library that is missing beside',
  tells,
  ['error elf-libpython'],
  linux('manylinux_2_17_x86_64', 'libpython3.11.so.1.0'),
);
test(
  'with a static interpreter it is a second one in the process',
  fires,
  'elf-libpython',
  'error',
  bareFile('speed.so', linuxModule([], {needed: ['libpython3.11.so.1.0', 'libc.so.6']}), {
    against: stated(3, 11, {interpreter: interpreterFacts({isStatic: true})}),
  }),
  {says: ['second one in the process']},
);
test(
  "another Python's libpython is a second interpreter wherever it is",
  fires,
  'elf-libpython',
  'error',
  linux('linux_x86_64', 'libpython3.10.so.1.0'),
  {says: ['3.11']},
);
test(
  'an absolute framework path in a macOS wheel is an error',
  fires,
  'elf-libpython',
  'error',
  mac('macosx_11_0_arm64', FRAMEWORK),
  {
    says: [FRAMEWORK, 'dynamic_lookup'],
  },
);
for (const path of [
  '/Library/Frameworks/PythonT.framework/Versions/3.12/PythonT',
  '/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework/Versions/3.12/Python3',
  '/opt/homebrew/opt/python@3.12/Frameworks/Python.framework/Versions/3.12/Python',
  '/usr/local/lib/libpython3.12.dylib',
]) {
  test(
    `${path} in a macOS wheel is an error`,
    fires,
    'elf-libpython',
    'error',
    mac('macosx_11_0_arm64', path),
  );
}
test(
  'a library that a module loads is as bad',
  fires,
  'elf-libpython',
  'error',
  wheel('cp311-cp311-manylinux_2_17_x86_64', {
    'pkg/speed.so': linuxModule([], {needed: ['libcore.so']}),
    'pkg/libcore.so': elfFacts({needed: ['libpython3.11.so.1.0']}),
  }),
  {at: 'pkg/libcore.so'},
);
test(
  'in a library that no module loads it is a note',
  fires,
  'elf-libpython',
  'note',
  wheel('cp311-cp311-manylinux_2_17_x86_64', {
    'pkg/libcore.so': elfFacts({needed: ['libpython3.11.so.1.0']}),
  }),
);
test(
  'elsewhere it is a warning: normal for --enable-shared builds up to 3.7',
  fires,
  'elf-libpython',
  'warning',
  linux('linux_x86_64', 'libpython3.7m.so.1.0', 'cp37-cp37m'),
);

test(
  'Android needs it (PEP 738)',
  silent,
  'elf-libpython',
  linux('android_21_x86_64', 'libpython3.13.so', 'cp313-cp313'),
);
test(
  'Cygwin leaves nothing undefined',
  silent,
  'elf-libpython',
  linux('cygwin_3_4_x86_64', 'libpython3.11.so', 'cp311-cp311'),
);
test(
  'iOS has the framework by @rpath (PEP 730)',
  silent,
  'elf-libpython',
  mac('ios_13_0_arm64_iphoneos', '@rpath/Python.framework/Python'),
);
test(
  'a shared interpreter has that very library loaded',
  silent,
  'elf-libpython',
  bareFile('speed.so', linuxModule([], {needed: ['libpython3.11.so.1.0']}), {
    against: stated(3, 11, {interpreter: interpreterFacts({isStatic: false})}),
  }),
);
test(
  'a file for iOS says so itself',
  silent,
  'elf-libpython',
  bareFile('speed.so', macModule({platform: 'ios', needed: ['@rpath/Python.framework/Python']})),
);
test(
  'on macOS @rpath finds the framework of whoever has set it',
  fires,
  'elf-libpython',
  'warning',
  mac('macosx_11_0_arm64', '@rpath/Python3.framework/Versions/3.12/Python3'),
);
test(
  'a module that needs no libpython is right',
  silent,
  'elf-libpython',
  linux('manylinux_2_17_x86_64', 'libm.so.6'),
);
test(
  'a name that merely resembles it is no libpython',
  unknown,
  'elf-libpython',
  linux('linux_x86_64', 'libpythonic.so.1'),
);
test(
  'an abi3 module may have been linked to any of its Pythons',
  fires,
  'elf-libpython',
  'warning',
  linux('linux_x86_64', 'libpython3.11.so.1.0', 'cp38-abi3'),
);
test(
  'libpython3.so needs the libpython of a version',
  silent,
  'elf-libpython',
  wheel('cp311-cp311-linux_x86_64', {'lib/libpython3.so': elfFacts({needed: ['libpython3.11.so.1.0']})}),
);
