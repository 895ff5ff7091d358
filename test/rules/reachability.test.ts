import test from 'ava';
import {artefact, wheel} from '../builders/artefact.ts';
import {
  elfFacts,
  linuxModule,
  machOFacts,
  machOSlice,
  macModule,
  peFacts,
  UCRT,
  windowsModule,
} from '../builders/facts.ts';

/** Path -> the module that loads it. */
const loaders = ({artefact: made}: ReturnType<typeof wheel>): Record<string, string | null> =>
  Object.fromEntries(made.subjects.map(({path, loadedBy}) => [path, loadedBy]));

test('a module is loaded by itself, a library by the module that needs it, directly or not', t => {
  t.deepEqual(
    loaders(
      wheel('cp312-cp312-linux_x86_64', {
        'pkg/speed.so': linuxModule([], {needed: ['libcore.so']}),
        'pkg.libs/libcore.so': elfFacts({needed: ['libbase.so']}),
        'pkg.libs/libbase.so': elfFacts(),
        'pkg/libplugin.so': elfFacts({needed: ['libbase.so']}),
      }),
    ),
    {
      'pkg/speed.so': 'pkg/speed.so',
      'pkg.libs/libcore.so': 'pkg/speed.so',
      'pkg.libs/libbase.so': 'pkg/speed.so',
      'pkg/libplugin.so': null,
    },
  );
});

test('the first module that needs a library is the one that is named', t => {
  const made = wheel('cp312-cp312-linux_x86_64', {
    'a.so': linuxModule([], {initHooks: ['PyInit_a'], needed: ['libcore.so']}),
    'b.so': linuxModule([], {initHooks: ['PyInit_b'], needed: ['libcore.so']}),
    'libcore.so': elfFacts(),
  });
  t.is(loaders(made)['libcore.so'], 'a.so');
});

test('libraries that need each other come to an end', t => {
  const made = wheel('cp312-cp312-linux_x86_64', {
    'speed.so': linuxModule([], {needed: ['liba.so']}),
    'liba.so': elfFacts({needed: ['libb.so']}),
    'libb.so': elfFacts({needed: ['liba.so', 'speed.so']}),
  });
  t.deepEqual(Object.values(loaders(made)), ['speed.so', 'speed.so', 'speed.so']);
});

test('DLL names are compared without case, and delay-loaded ones count', t => {
  const made = wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule(
      'python312.dll',
      {...UCRT, 'Core.DLL': ['f']},
      {delayImports: {'LATE.dll': ['g']}},
    ),
    'lib/core.dll': peFacts(),
    'lib/late.dll': peFacts(),
  });
  t.deepEqual(loaders(made), {
    'speed.pyd': 'speed.pyd',
    'lib/core.dll': 'speed.pyd',
    'lib/late.dll': 'speed.pyd',
  });
});

test('names of shared libraries are compared with case, and by soname too', t => {
  const made = wheel('cp312-cp312-linux_x86_64', {
    'speed.so': linuxModule([], {needed: ['libcore.so.1', 'LIBOTHER.so']}),
    'libcore.so.1.2.3': elfFacts({soname: 'libcore.so.1'}),
    'libother.so': elfFacts(),
  });
  t.deepEqual(loaders(made), {'speed.so': 'speed.so', 'libcore.so.1.2.3': 'speed.so', 'libother.so': null});
});

test('install names are looked up by their last part', t => {
  const made = wheel('cp312-cp312-macosx_11_0_arm64', {
    'pkg/speed.so': macModule({needed: ['@loader_path/.dylibs/libcore.dylib']}),
    'pkg/.dylibs/libcore.dylib': machOFacts(machOSlice({type: 'dylib'})),
  });
  t.is(loaders(made)['pkg/.dylibs/libcore.dylib'], 'pkg/speed.so');
});

test('of two libraries of one name that for the same machine is meant', t => {
  const made = artefact('mixed.zip', {
    'x86/core.dll': peFacts({machine: 'x86'}),
    'x64/core.dll': peFacts(),
    'speed.pyd': windowsModule('python312.dll', {...UCRT, 'core.dll': ['f']}),
  });
  t.deepEqual(loaders(made), {'x86/core.dll': null, 'x64/core.dll': 'speed.pyd', 'speed.pyd': 'speed.pyd'});
});

test('a library of the other format is found only where there is no better one', t => {
  const made = artefact('mixed.zip', {
    'win/core.so': peFacts(),
    'linux/core.so': elfFacts(),
    'speed.so': linuxModule([], {needed: ['core.so']}),
  });
  t.is(loaders(made)['linux/core.so'], 'speed.so');
  t.is(loaders(made)['win/core.so'], null);
});

test('files that could not be read are known by name, in any folder', t => {
  const {artefact: made} = wheel(
    'cp312-cp312-win_amd64',
    {'speed.pyd': windowsModule('python312.dll')},
    {files: ['pkg.libs/Core.DLL']},
  );
  t.true(made.hasFile('core.dll'));
  t.false(made.hasFile('base.dll'));
});

test('of the names that a member exports those are read that another leaves undefined, once', t => {
  const {artefact: made} = wheel('cp312-cp312-linux_x86_64', {
    'libcore.so': {facts: elfFacts(), exports: ['f', 'g', 'h']},
    'speed.so': linuxModule(['f', 'g']),
  });
  const core = made.at('libcore.so');
  if (!core) return t.fail();
  t.deepEqual([...made.exportsOf(core)], ['f', 'g']);
  t.is(made.exportsOf(core), made.exportsOf(core));
  t.is(made.at('elsewhere.so'), null);
});
