import test from 'ava';
import type {Machine} from '../../src/binary/facts.ts';
import {bareFile, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const linux = (rest: Parameters<typeof linuxModule>[1], names: readonly string[] = []) =>
  wheel('cp312-cp312-linux_x86_64', {'pkg/speed.so': linuxModule(names, rest)});
const alone = (rest: Parameters<typeof elfFacts>[0]) =>
  wheel('cp312-cp312-linux_x86_64', {'pkg/libcore.so': elfFacts(rest)});

// --- rpath-unsafe -------------------------------------------------------------------------------------------------

test(
  'an RPATH into a build folder is a warning',
  fires,
  'rpath-unsafe',
  'warning',
  linux({rpath: ['/home/me/build/lib']}),
  {
    says: ['/home/me/build/lib', '$ORIGIN', 'patchelf --set-rpath'],
  },
);
test(
  'an empty RUNPATH entry is the current folder',
  fires,
  'rpath-unsafe',
  'warning',
  linux({runpath: ['$ORIGIN', '']}),
  {says: ['empty']},
);
test('a relative one is no better', fires, 'rpath-unsafe', 'warning', linux({runpath: ['lib']}));
test(
  'an absolute rpath on macOS is a warning',
  fires,
  'rpath-unsafe',
  'warning',
  wheel('cp312-cp312-macosx_11_0_arm64', {'speed.so': macModule({rpaths: ['/Users/me/lib']})}),
  {says: ['install_name_tool']},
);
test(
  'in a library that no module loads it is a note',
  fires,
  'rpath-unsafe',
  'note',
  alone({runpath: ['/opt/lib']}),
);
test(
  "$ORIGIN, @loader_path and the system's folders are safe",
  silent,
  'rpath-unsafe',
  linux({
    runpath: ['$ORIGIN/../pkg.libs', `$\{ORIGIN}/lib`, '/usr/lib', '/lib64', '/usr/lib/x86_64-linux-gnu/'],
  }),
);
test(
  '@loader_path is relative to the file',
  silent,
  'rpath-unsafe',
  wheel('cp312-cp312-macosx_11_0_arm64', {
    'speed.so': macModule({rpaths: ['@loader_path/.dylibs', '@executable_path/../lib']}),
  }),
);
test(
  'RPATH is ignored where RUNPATH is there (man ld.so)',
  silent,
  'rpath-unsafe',
  linux({rpath: ['/home/me/lib'], runpath: ['$ORIGIN']}),
);
test(
  "a library folder that only resembles the system's is not its own",
  fires,
  'rpath-unsafe',
  'warning',
  linux({runpath: ['/usr/lib/../../home/me']}),
);
test('where a file without a search path looks, its loader says', unknown, 'rpath-unsafe', linux({}));

// --- exec-stack ---------------------------------------------------------------------------------------------------

test('PT_GNU_STACK with X is a warning', fires, 'exec-stack', 'warning', linux({stack: 'executable'}), {
  says: ['glibc 2.41', 'cannot enable executable stack', 'noexecstack', 'patchelf --clear-execstack'],
});
for (const machine of ['x86_64', 'x86', 'arm', 'ppc', 's390x', 'mips'] as const) {
  test(
    `without PT_GNU_STACK ${machine} code is taken to need it`,
    fires,
    'exec-stack',
    'warning',
    linux({machine, stack: 'none'}),
    {says: ['no PT_GNU_STACK']},
  );
}
for (const machine of ['arm64', 'riscv64', 'loongarch64', 'ppc64', 'ppc64le'] satisfies Machine[]) {
  test(
    `without PT_GNU_STACK ${machine} code has no executable stack`,
    silent,
    'exec-stack',
    linux({machine, stack: 'none'}),
  );
}
test(
  'in a library that no module loads an executable stack is a note',
  fires,
  'exec-stack',
  'note',
  alone({stack: 'executable'}),
);
test('a stack without X is right', silent, 'exec-stack', linux({stack: 'non-executable'}));
test(
  'a program has the stack it asks for',
  silent,
  'exec-stack',
  wheel('cp312-cp312-linux_x86_64', {'bin/tool': elfFacts({type: 'executable', stack: 'executable'})}),
);
test(
  'an object file asks nothing of a loader yet',
  unknown,
  'exec-stack',
  bareFile('speed.so', elfFacts({type: 'relocatable', stack: 'none'})),
);
