import test from 'ava';
import {debugKeys, imageIndex, imageKeys, pdbIndex} from '../../src/symbols/keys.ts';

// What llvm-readobj and PyPI's symstore 0.3.5 say of a .pyd that lld-link made.
const GUID = 'd4f0930a-f446-19aa-4c4c-44205044422e';

test('a PDB is found by its GUID and age, as symstore writes them', t => {
  t.is(pdbIndex(GUID, 1), 'D4F0930AF44619AA4C4C44205044422E1');
});

test('an image is found by its time stamp, padded, and its size, not padded', t => {
  t.is(imageIndex({timestamp: 0x655d0001, imageSizeBytes: 0x5000}), '655D00015000');
  t.is(imageIndex({timestamp: 0x1a2b, imageSizeBytes: 0xab000}), '00001A2Bab000');
});

test('upper case is asked for first, then the lower case of SSQP', t => {
  t.deepEqual(debugKeys({kind: 'pdb', guid: GUID, age: 1, file: 'Spam.pdb'}), [
    'Spam.pdb/D4F0930AF44619AA4C4C44205044422E1/Spam.pdb',
    'spam.pdb/d4f0930af44619aa4c4c44205044422e1/spam.pdb',
  ]);
  t.deepEqual(imageKeys('Spam.pyd', {timestamp: 0x655d0001, imageSizeBytes: 0x5000}), [
    'Spam.pyd/655D00015000/Spam.pyd',
    'spam.pyd/655d00015000/spam.pyd',
  ]);
});

// dotnet/symstore, docs/specs/SSQP_Key_Conventions.md: its own examples, and the padding it asks for.
test('a build-id has the SSQP key of a debug file, padded to 20 bytes', t => {
  t.deepEqual(debugKeys({kind: 'build-id', id: '180a373d6afbabf0eb1f09be1bc45bd796a71085'}), [
    '_.debug/elf-buildid-sym-180a373d6afbabf0eb1f09be1bc45bd796a71085/_.debug',
  ]);
  t.deepEqual(debugKeys({kind: 'build-id', id: '180a373d'}), [
    `_.debug/elf-buildid-sym-180a373d${'0'.repeat(32)}/_.debug`,
  ]);
});

test('a UUID has the SSQP key of a dSYM', t => {
  t.deepEqual(debugKeys({kind: 'uuid', uuids: ['497b72f6-390a-44fc-878e-5a2d63b6cc4b']}), [
    '_.dwarf/mach-uuid-sym-497b72f6390a44fc878e5a2d63b6cc4b/_.dwarf',
  ]);
});
