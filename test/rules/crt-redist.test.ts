import test from 'ava';
import {artefact, bareFile, wheel} from '../builders/artefact.ts';
import {type Imports, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const ehX64: Imports = {...UCRT, 'VCRUNTIME140_1.dll': ['__CxxFrameHandler4']};
const cxx: Imports = {...UCRT, 'MSVCP140.dll': ['?_Xlength_error@std@@YAXPEBD@Z', '_Mtx_lock']};
const abi3 = (tag: string, imports: Imports) =>
  wheel(tag, {'speed.pyd': windowsModule('python3.dll', imports)});
const cp312 = (imports: Imports, more = {}) =>
  wheel('cp312-cp312-win_amd64', {'pkg/speed.pyd': windowsModule('python312.dll', imports), ...more});

// --- crt-redist ---------------------------------------------------------------------------------------------------

test('Python ships no msvcp140.dll', fires, 'crt-redist', 'warning', cp312(cxx), {
  says: ['MSVCP140.dll (2 names)', 'delvewheel', 'Redistributable'],
});
for (const dll of [
  'concrt140.dll',
  'vcomp140.dll',
  'msvcp140_1.dll',
  'msvcp140_atomic_wait.dll',
  'mfc140u.dll',
  'msvcp90.dll',
]) {
  test(`Python ships no ${dll}`, fires, 'crt-redist', 'warning', cp312({...UCRT, [dll]: ['f']}), {
    says: [dll],
  });
}
test(
  '3.7 has no vcruntime140_1.dll',
  fires,
  'crt-redist',
  'warning',
  wheel('cp37-cp37m-win_amd64', {'speed.pyd': windowsModule('python37.dll', ehX64)}),
  {says: ['VCRUNTIME140_1.dll']},
);
test(
  'an abi3 wheel from 3.7 on may meet a Python without vcruntime140_1.dll',
  fires,
  'crt-redist',
  'warning',
  abi3('cp37-abi3-win_amd64', ehX64),
);
test(
  'a needed runtime in a library that no module loads is a note',
  fires,
  'crt-redist',
  'note',
  cp312(UCRT, {'pkg/alone.dll': peFacts({imports: cxx})}),
  {at: 'pkg/alone.dll'},
);
test(
  'a needed runtime in a library that a module loads is a warning',
  fires,
  'crt-redist',
  'warning',
  cp312({...UCRT, 'core.dll': ['f']}, {'pkg/core.dll': peFacts({imports: cxx})}),
  {at: 'pkg/core.dll'},
);

test('3.8 and later have vcruntime140_1.dll', silent, 'crt-redist', abi3('cp38-abi3-win_amd64', ehX64));
test('vcruntime140.dll comes with every Python from 3.5 on', silent, 'crt-redist', cp312(UCRT));
test(
  'a wheel that brings the DLL needs nobody else',
  silent,
  'crt-redist',
  cp312(cxx, {'pkg/msvcp140.dll': peFacts()}),
);
test(
  "delvewheel's renamed copy serves the module that names it so",
  silent,
  'crt-redist',
  cp312(
    {...UCRT, 'msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll': ['_Mtx_lock']},
    {
      'pkg.libs/msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll': peFacts(),
    },
  ),
);
test(
  'a DLL that is there but could not be read is there',
  silent,
  'crt-redist',
  wheel(
    'cp312-cp312-win_amd64',
    {'pkg/speed.pyd': windowsModule('python312.dll', cxx)},
    {files: ['pkg/MSVCP140.DLL']},
  ),
);
test(
  "python.exe's own needs are the interpreter's",
  silent,
  'crt-redist',
  wheel('cp312-cp312-win_amd64', {'pkg/helper.exe': peFacts({isDll: false, imports: cxx})}),
);
test(
  'an unknown Python gets the benefit of the doubt for what newer ones ship',
  unknown,
  'crt-redist',
  bareFile('speed.pyd', peFacts({initHooks: ['PyInit_speed'], imports: ehX64})),
);

// --- crt-manifest -------------------------------------------------------------------------------------------------

const dependency = (name: string) =>
  `<assembly manifestVersion="1.0"><dependency><dependentAssembly><assemblyIdentity type="win32" name="${name}" version="9.0.21022.8" processorArchitecture="x86" publicKeyToken="1fc8b3b9a1e18e3b"/></dependentAssembly></dependency></assembly>`;
const msvcr90: Imports = {'MSVCR90.dll': ['malloc']};
const withManifest = (tag: string, dll: string, manifest: string | null) =>
  wheel(tag, {
    'speed.pyd': {
      facts: windowsModule(dll, msvcr90, {machine: 'x86', initHooks: ['initspeed']}),
      resources: {manifest},
    },
  });

test(
  'a 2.7 module that keeps its VC90.CRT dependency is a warning',
  fires,
  'crt-manifest',
  'warning',
  withManifest('cp27-cp27m-win32', 'python27.dll', dependency('Microsoft.VC90.CRT')),
  {says: ['Microsoft.VC90.CRT 9.0.21022.8', 'side-by-side']},
);
test(
  'a 3.2 module that keeps it is a warning too',
  fires,
  'crt-manifest',
  'warning',
  artefact('a-1-py3.2-win32.egg', {
    'speed.pyd': {
      facts: windowsModule('python32.dll', msvcr90),
      resources: {manifest: dependency('Microsoft.VC90.DebugCRT')},
    },
  }),
);
test(
  'a module without manifest is what distutils makes',
  silent,
  'crt-manifest',
  withManifest('cp27-cp27m-win32', 'python27.dll', null),
);
test(
  'a manifest that asks for another assembly is fine',
  silent,
  'crt-manifest',
  withManifest('cp27-cp27m-win32', 'python27.dll', dependency('Microsoft.Windows.Common-Controls')),
);
test(
  '2.5 was built by VC 7.1, which has no such manifests',
  silent,
  'crt-manifest',
  artefact('a-1-py2.5-win32.egg', {
    'speed.pyd': {
      facts: windowsModule('python25.dll', {'MSVCR71.dll': ['malloc']}),
      resources: {manifest: dependency('Microsoft.VC90.CRT')},
    },
  }),
);
test(
  'for an unknown Python the manifest may be right',
  unknown,
  'crt-manifest',
  bareFile('speed.pyd', {
    facts: peFacts({initHooks: ['initspeed'], imports: msvcr90}),
    resources: {manifest: dependency('Microsoft.VC90.CRT')},
  }),
);
test(
  'of a set of versions each must ship it',
  fires,
  'crt-redist',
  'warning',
  wheel('cp37.cp38-none-win_amd64', {'speed.pyd': windowsModule('python3.dll', ehX64)}),
);
test(
  '2.6 is the first with such manifests',
  fires,
  'crt-manifest',
  'warning',
  artefact('a-1-py2.6-win32.egg', {
    'speed.pyd': {
      facts: windowsModule('python26.dll', msvcr90),
      resources: {manifest: dependency('Microsoft.VC90.CRT')},
    },
  }),
);
