import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readMachO} from '../../../src/binary/macho/read-macho.ts';
import {buildMachO, namedBody} from '../../builders/macho.ts';

// Offsets in the signature that `buildMachO` writes: a super blob of 20 bytes, then the code directory as xnu's
// bsd/sys/cs_blobs.h lays it out.
const SUPER_BLOB = {magic: 0, length: 4, count: 8, slot: 12, blobOffset: 16};
const DIRECTORY = {
  magic: 20,
  length: 24,
  hashOffset: 36,
  specialSlots: 44,
  codeSlots: 48,
  codeLimit: 52,
  hashSize: 56,
  hashType: 57,
  pageSize: 59,
};

const SIGNED = buildMachO({
  cpuType: 0x0100000c,
  commands: [{kind: 0x8000001c, body: namedBody('@loader_path', [])}],
  signed: true,
});
const START = Buffer.from(SIGNED.buffer).indexOf(Buffer.from([0xfa, 0xde, 0x0c, 0xc0]));

const state = (bytes: Uint8Array) => readMachO(memorySource(bytes)).slices[0]?.codeSignature;

function patched(offset: number, bytes: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(SIGNED);
  copy.set(bytes, offset);
  return copy;
}

test('an ad-hoc signature over the whole file is present', t => {
  t.true(START > 0);
  t.is(state(SIGNED), 'present');
});

const DAMAGE: readonly (readonly [string, number, readonly number[]])[] = [
  ['another magic number of the super blob', SUPER_BLOB.magic, [0xfa, 0xde, 0x0c, 0xc1]],
  ['a super blob longer than the command says', SUPER_BLOB.length, [0, 1, 0, 0]],
  ['no slots', SUPER_BLOB.count, [0, 0, 0, 0]],
  ['four thousand million slots', SUPER_BLOB.count, [0xff, 0xff, 0xff, 0xff]],
  ['requirements but no code directory', SUPER_BLOB.slot, [0, 0, 0, 2]],
  ['only an alternate code directory', SUPER_BLOB.slot, [0, 0, 0x10, 0]],
  ['a blob past the end of the signature', SUPER_BLOB.blobOffset, [0, 0, 0xff, 0]],
  ['a code directory of another magic number', DIRECTORY.magic, [0xfa, 0xde, 0x0c, 0x01]],
  ['a code directory longer than the signature', DIRECTORY.length, [0, 1, 0, 0]],
  ['a code directory too short for its fields', DIRECTORY.length, [0, 0, 0, 16]],
  ['page hashes past the end of the directory', DIRECTORY.hashOffset, [0, 0, 0xff, 0]],
  ['more special slots than fit', DIRECTORY.specialSlots, [0, 0, 1, 0]],
  ['more page hashes than fit', DIRECTORY.codeSlots, [0, 0, 1, 0]],
  ['a code limit before the signature', DIRECTORY.codeLimit, [0, 0, 0, 32]],
  ['a hash size that is not that of the hash', DIRECTORY.hashSize, [20]],
  ['an unknown hash', DIRECTORY.hashType, [9]],
  ['pages of 512 bytes', DIRECTORY.pageSize, [9]],
];

for (const [what, offset, bytes] of DAMAGE) {
  test(`a signature with ${what} is broken`, t => {
    t.is(state(patched(START + offset, bytes)), 'broken');
  });
}

test('a signature whose file was edited afterwards is broken', t => {
  const path = Buffer.from(SIGNED.buffer).indexOf('@loader_path');
  t.is(state(patched(path, [...Buffer.from('@loader_PATH')])), 'broken');
});

test('a signature that was cut off is broken', t => {
  t.is(state(SIGNED.subarray(0, SIGNED.length - 100)), 'broken');
});
