import test from 'ava';
import {bareFile, wheel} from '../builders/artefact.ts';
import {machOFacts, machOSlice, macModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const mac = (platform: string, ...slices: Parameters<typeof macModule>) =>
  wheel(`cp312-cp312-${platform}`, {'pkg/speed.so': macModule(...slices)});
const x64 = (minimumOs: string | null) => ({machine: 'x86_64', minimumOs}) as const;
const arm = (minimumOs: string | null) => ({machine: 'arm64', minimumOs}) as const;

// --- macos-target -------------------------------------------------------------------------------------------------

test(
  '10.15 under a 10.9 tag is an error',
  fires,
  'macos-target',
  'error',
  mac('macosx_10_9_x86_64', x64('10.15')),
  {
    says: [
      '10.15 (x86_64)',
      'macosx_10_9_x86_64 promises 10.9',
      'MACOSX_DEPLOYMENT_TARGET=10.9',
      'macosx_10_15',
    ],
  },
);
test(
  '14.0 under an 11.0 tag is an error',
  fires,
  'macos-target',
  'error',
  mac('macosx_11_0_arm64', arm('14.0')),
);
test(
  'from 11 on a tag names the major version alone, so a minor one above it is a warning',
  fires,
  'macos-target',
  'warning',
  mac('macosx_11_0_arm64', arm('11.3')),
);
test(
  'one slice of universal2 is enough',
  fires,
  'macos-target',
  'error',
  mac('macosx_10_9_universal2', x64('10.13'), arm('11.0')),
  {says: ['10.13 (x86_64)']},
);
test(
  'iOS counts alike',
  fires,
  'macos-target',
  'error',
  mac('ios_13_0_arm64_iphoneos', {
    machine: 'arm64',
    platform: 'ios',
    minimumOs: '16.0',
    needed: ['@rpath/Python.framework/Python'],
  }),
  {says: ['iOS 16.0', 'IPHONEOS_DEPLOYMENT_TARGET=13.0', 'tag it ios_16_0']},
);
test(
  'a library that a module loads is as bad',
  fires,
  'macos-target',
  'error',
  wheel('cp312-cp312-macosx_11_0_arm64', {
    'pkg/speed.so': macModule({needed: ['@loader_path/.dylibs/libcore.dylib']}),
    'pkg/.dylibs/libcore.dylib': machOFacts(machOSlice({type: 'dylib', minimumOs: '15.0'})),
  }),
  {at: 'pkg/.dylibs/libcore.dylib'},
);
test(
  'in a library that no module loads it is a note',
  fires,
  'macos-target',
  'note',
  wheel('cp312-cp312-macosx_11_0_arm64', {
    'pkg/libcore.dylib': machOFacts(machOSlice({type: 'dylib', minimumOs: '15.0'})),
  }),
);

test('what the tag promises is right', silent, 'macos-target', mac('macosx_10_9_x86_64', x64('10.9')));
test(
  'older than promised is right',
  silent,
  'macos-target',
  mac('macosx_11_0_arm64', arm('11.0'), x64('10.9')),
);
test(
  'arm64 begins with 11.0, whatever the x86_64 half promises',
  silent,
  'macos-target',
  mac('macosx_10_9_universal2', x64('10.9'), arm('11.0')),
);
test(
  '10.15 is newer than 10.9, and 10.9 older than 10.15',
  silent,
  'macos-target',
  mac('macosx_10_15_x86_64', x64('10.9')),
);
test('without LC_BUILD_VERSION nobody knows', unknown, 'macos-target', mac('macosx_10_9_x86_64', x64(null)));
test('a bare file promises no system', unknown, 'macos-target', bareFile('speed.so', macModule(arm('15.0'))));

// --- code-signature -----------------------------------------------------------------------------------------------

test(
  'arm64 code without signature is an error',
  fires,
  'code-signature',
  'error',
  mac('macosx_11_0_arm64', {codeSignature: 'none'}),
  {
    says: ['no code signature', 'codesign --force -s -'],
  },
);
test(
  'a signature that does not cover the file is an error',
  fires,
  'code-signature',
  'error',
  mac('macosx_11_0_arm64', {codeSignature: 'broken'}),
  {
    says: ['broken', 'Code Signature Invalid'],
  },
);
test(
  'the arm64 slice is what counts',
  fires,
  'code-signature',
  'error',
  mac('macosx_10_9_universal2', {machine: 'x86_64', codeSignature: 'present'}, {codeSignature: 'none'}),
);
test(
  'a library that no module loads is a note',
  fires,
  'code-signature',
  'note',
  wheel('cp312-cp312-macosx_11_0_arm64', {
    'pkg/libcore.dylib': machOFacts(machOSlice({type: 'dylib', codeSignature: 'none'})),
  }),
);

test('a signature is there', silent, 'code-signature', mac('macosx_11_0_arm64', {}));
test(
  'x86_64 needs none',
  silent,
  'code-signature',
  mac('macosx_10_9_x86_64', {machine: 'x86_64', codeSignature: 'none'}),
);
test(
  'an iOS app is signed as a whole when it is packed',
  unknown,
  'code-signature',
  mac('ios_13_0_arm64_iphoneos', {
    platform: 'ios',
    codeSignature: 'none',
    needed: ['@rpath/Python.framework/Python'],
  }),
);
