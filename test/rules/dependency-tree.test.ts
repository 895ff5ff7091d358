import test from 'ava';
import type {Dependency} from '../../src/report/report.ts';
import {dependencyTree} from '../../src/rules/dependency-tree.ts';
import {type Assembled, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule, peFacts, UCRT, windowsModule} from '../builders/facts.ts';

function treeOf({artefact, context}: Assembled, path: string): readonly Dependency[] {
  const subject = artefact.at(path);
  if (!subject) throw new Error(`no ${path}`);
  return dependencyTree(subject, context);
}

/** `library place (needs)` for each, as deep as it goes. */
const drawn = (tree: readonly Dependency[]): string[] =>
  tree.map(
    ({library, place, needs}) =>
      `${library} ${place}${needs.length > 0 ? ` (${drawn(needs).join(', ')})` : ''}`,
  );

test('each DLL is said where it is found, with what it needs itself', t => {
  const made = wheel(
    'cp312-cp312-win_amd64',
    {
      'pkg/speed.pyd': windowsModule('python312.dll', {
        ...UCRT,
        'core.dll': ['f', 'g'],
        'MSVCP140.dll': ['h'],
        'torch_cpu.dll': ['i'],
        'gone.dll': ['j'],
      }),
      'pkg.libs/core.dll': peFacts({imports: {'MSVCR90.dll': ['malloc'], 'base.dll': ['k']}}),
      'pkg.libs/base.dll': peFacts({imports: {'core.dll': ['f'], 'KERNEL32.dll': ['Sleep']}}),
    },
    {requires: ['torch']},
  );
  t.deepEqual(drawn(treeOf(made, 'pkg/speed.pyd')), [
    'python312.dll python',
    'VCRUNTIME140.dll python',
    'api-ms-win-crt-heap-l1-1-0.dll system',
    'api-ms-win-crt-runtime-l1-1-0.dll system',
    'KERNEL32.dll system',
    'core.dll artefact (MSVCR90.dll redistributable, base.dll artefact (core.dll artefact, KERNEL32.dll system))',
    'MSVCP140.dll redistributable',
    'torch_cpu.dll requirement',
    'gone.dll missing',
  ]);
  const core = treeOf(made, 'pkg/speed.pyd').find(({library}) => library === 'core.dll');
  t.like(core, {path: 'pkg.libs/core.dll', crt: ['msvcr90'], names: 2});
});

test("a policy says what is the system's on Linux", t => {
  const made = wheel('cp312-cp312-manylinux2014_x86_64', {
    'speed.so': linuxModule([], {needed: ['libc.so.6', 'libcore.so', 'libgomp.so.1']}),
    'libcore.so': elfFacts({needed: ['libm.so.6']}),
  });
  t.deepEqual(drawn(treeOf(made, 'speed.so')), [
    'libc.so.6 system',
    'libcore.so artefact (libm.so.6 system)',
    'libgomp.so.1 missing',
  ]);
});

test('with --with-system the file on this machine is named', t => {
  const made = wheel(
    'cp312-cp312-linux_x86_64',
    {'speed.so': linuxModule([], {needed: ['libgtk-3.so.0']})},
    {
      system: {locate: library => `/usr/lib/${library}`, exportsOf: () => null},
    },
  );
  t.like(treeOf(made, 'speed.so')[0], {place: 'machine', path: '/usr/lib/libgtk-3.so.0', names: null});
});

test('names of DLLs are the same whatever their case, those of shared libraries are not', t => {
  const dll = wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule('python312.dll', {'a.dll': ['f'], 'A.DLL': ['g']}),
  });
  t.is(treeOf(dll, 'speed.pyd').length, 2);
  const so = wheel('cp312-cp312-linux_x86_64', {
    'speed.so': linuxModule([], {needed: ['libEGL.so', 'libegl.so']}),
  });
  t.is(treeOf(so, 'speed.so').length, 2);
});

test("macOS has its own libraries, and Python's", t => {
  const made = wheel('cp312-cp312-macosx_11_0_arm64', {
    'speed.so': macModule({
      needed: [
        '/usr/lib/libSystem.B.dylib',
        '/Library/Frameworks/Python.framework/Versions/3.12/Python',
        '/opt/homebrew/lib/libz.dylib',
      ],
    }),
  });
  t.deepEqual(
    treeOf(made, 'speed.so').map(({place}) => place),
    ['system', 'python', 'missing'],
  );
});
