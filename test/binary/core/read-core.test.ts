import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {coreImages, readCoreImage} from '../../../src/binary/core/core-images.ts';
import {readCore} from '../../../src/binary/core/read-core.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {buildCore, type CoreSpec} from '../../builders/core.ts';
import {BASE_ADDRESS, buildElf} from '../../builders/elf.ts';
import {buildPe} from '../../builders/pe.ts';

const coreOf = (spec: CoreSpec) => readCore(memorySource(buildCore(spec)));
const ID = [0xca, 0xfe, 0x00, 0x11];

/** A process with a program, a library and a data file, in both classes and byte orders. */
const processOf = (bits: 32 | 64, littleEndian: boolean, notesLast = false): CoreSpec => {
  const machine = bits === 64 ? 21 : 20;
  const notes = [{name: 'GNU', type: 3, content: ID}];
  const library = buildElf({bits, littleEndian, machine, notes}).bytes;
  const program = buildElf({bits, littleEndian, machine, type: 2}).bytes;
  return {
    bits,
    littleEndian,
    machine,
    notesLast,
    program: ['python3', 'python3 -m spam'],
    auxiliary: [
      [3, 0x40_0040],
      [33, 0x7000_0000],
    ],
    segments: [
      {address: 0x40_0000, bytes: program},
      {address: 0x5000_0000, bytes: library},
      {address: 0x5010_0000, flags: 4},
      {address: 0x7000_0000, bytes: library},
    ],
    files: [
      {path: '/usr/bin/python3', start: 0x40_0000, end: 0x40_1000},
      {path: '/opt/spam.so (deleted)', start: 0x5000_0000, end: 0x5000_1000},
      {path: '/opt/spam.so (deleted)', start: 0x5000_1000, end: 0x5000_2000, offset: 1},
      {path: '/usr/lib/locale-archive', start: 0x5010_0000, end: 0x5020_0000},
    ],
  };
};

for (const bits of [32, 64] as const) {
  for (const littleEndian of [true, false]) {
    for (const notesLast of [true, false]) {
      const shape = `${bits}-bit, ${littleEndian ? 'little' : 'big'}-endian, notes ${notesLast ? 'last' : 'first'}`;
      test(`a core names its binaries and their build-ids (${shape})`, t => {
        const core = coreOf(processOf(bits, littleEndian, notesLast));
        t.like(core, {program: 'python3', commandLine: 'python3 -m spam', isCut: false});
        const images = coreImages(core);
        t.deepEqual(
          images.map(({path, isDeleted, isProgram}) => ({path, isDeleted, isProgram})),
          [
            {path: '/usr/bin/python3', isDeleted: false, isProgram: true},
            {path: '/opt/spam.so', isDeleted: true, isProgram: false},
          ],
        );
        t.deepEqual(
          images.map(image => readCoreImage(core, image)),
          [
            {
              format: 'elf',
              machine: bits === 64 ? (littleEndian ? 'ppc64le' : 'ppc64') : 'ppc',
              buildId: null,
            },
            {
              format: 'elf',
              machine: bits === 64 ? (littleEndian ? 'ppc64le' : 'ppc64') : 'ppc',
              buildId: 'cafe0011',
            },
          ],
        );
      });
    }
  }
}

test('without NT_FILE the binaries are found by their first bytes, the vDSO left out', t => {
  const images = coreImages(coreOf({...processOf(64, true), files: null}));
  t.deepEqual(
    images.map(({path, start, isProgram}) => ({path, start, isProgram})),
    [
      {path: null, start: 0x40_0000n, isProgram: true},
      {path: null, start: 0x5000_0000n, isProgram: false},
    ],
  );
});

test('addresses above 2^53 are not rounded', t => {
  const start = 0xff_ffff_ffff_f000n;
  const notes = [{name: 'GNU', type: 3, content: ID}];
  const core = coreOf({
    segments: [
      {address: start, bytes: buildElf({notes}).bytes},
      {address: start + 0x1000n, bytes: new Uint8Array(16)},
    ],
    files: [{path: '/opt/high.so', start, end: start + 0x1000n}],
  });
  const [image] = coreImages(core);
  t.is(image?.start, start);
  t.like(image && readCoreImage(core, image), {buildId: 'cafe0011'});
});

test('a file whose first page the core has not kept counts as a binary where it was executable', t => {
  const core = coreOf({
    segments: [
      {address: 0x1000, flags: 5},
      {address: 0x9000, flags: 4},
    ],
    files: [
      {path: '/lib/libc.so.6', start: 0x1000, end: 0x2000},
      {path: '/usr/lib/locale-archive', start: 0x9000, end: 0xa000},
    ],
  });
  t.like(coreImages(core), [{path: '/lib/libc.so.6', isSeen: false}]);
  t.is(coreImages(core).length, 1);
});

test('a PE file in the memory of a Wine process tells its key and its PDB', t => {
  const guid = [
    0x0a, 0x93, 0xf0, 0xd4, 0x46, 0xf4, 0xaa, 0x19, 0x4c, 0x4c, 0x44, 0x20, 0x50, 0x44, 0x42, 0x2e,
  ];
  const record = Uint8Array.from([
    0x52,
    0x53,
    0x44,
    0x53,
    ...guid,
    7,
    0,
    0,
    0,
    ...Buffer.from('C:\\b\\spam.pdb\0'),
  ]);
  const {bytes, sectionData} = buildPe({timestamp: 0x655d0001, debug: [{type: 2, data: record}]});
  // As the loader lays it out: the section at its address.
  const memory = new Uint8Array(0x3000);
  memory.set(bytes.subarray(0, sectionData));
  memory.set(bytes.subarray(sectionData), 0x1000);
  const core = coreOf({
    segments: [{address: 0x180000000, bytes: memory}],
    files: [{path: '/wine/spam.dll', start: 0x180000000, end: 0x180001000}],
  });
  const [image] = coreImages(core);
  t.like(image && readCoreImage(core, image), {
    format: 'pe',
    timestamp: 0x655d0001,
    codeView: {guid: 'd4f0930a-f446-19aa-4c4c-44205044422e', age: 7, pdb: 'C:\\b\\spam.pdb'},
  });
});

test('a core that is cut is read as far as it goes', t => {
  const whole = buildCore(processOf(64, true));
  const cut = readCore(memorySource(whole.subarray(0, whole.length - 100)));
  t.true(cut.isCut);
  t.is(coreImages(cut).length, 2);
  t.false(readCore(memorySource(whole)).isCut);
});

test('an ELF file that is no core, and what is no ELF file, are refused', t => {
  const reasonOf = (bytes: Uint8Array) =>
    t.throws(() => readCore(memorySource(bytes)), {instanceOf: UnreadableError})?.unreadable.reason;
  t.is(reasonOf(buildElf().bytes), 'not-a-binary');
  t.is(reasonOf(Buffer.from('MDMP')), 'not-a-binary');
});

test('numbers that no file can keep end in a refusal or in nothing, and soon', t => {
  const bytes = buildCore(processOf(64, true));
  const view = new DataView(bytes.buffer);
  // e_phnum of PN_XNUM without a section header, then more program headers than the file has.
  for (const count of [0xffff, 0xfffe]) {
    view.setUint16(56, count, true);
    t.throws(() => readCore(memorySource(bytes)), {instanceOf: UnreadableError});
  }
  const note = new Uint8Array(16).fill(0xff);
  const start = performance.now();
  const core = coreOf({files: null, notes: [{name: 'CORE', type: 0x46494c45, content: note}]});
  t.deepEqual(core.files, []);
  t.true(performance.now() - start < 1000);
});

test('more program headers than e_phnum can say stand in section 0', t => {
  const spec = processOf(64, true);
  const bytes = buildCore(spec);
  const withSection = Buffer.concat([bytes, new Uint8Array(64)]);
  withSection.writeUInt16LE(0xffff, 56);
  withSection.writeBigUInt64LE(BigInt(bytes.length), 40);
  withSection.writeUInt32LE((spec.segments?.length ?? 0) + 1, bytes.length + 44);
  t.is(coreImages(readCore(memorySource(withSection))).length, 2);
});

test('an image whose notes go round, and whose headers are missing, has no build-id', t => {
  const {bytes, at} = buildElf({notes: [{name: 'GNU', type: 3, content: ID}]});
  const view = new DataView(bytes.buffer);
  view.setUint32(at.notes + 4, 0xffffffff, true);
  const files = [{path: '/opt/a.so', start: BASE_ADDRESS, end: BASE_ADDRESS + 0x1000}];
  const broken = coreOf({segments: [{address: BASE_ADDRESS, bytes}], files});
  const [image] = coreImages(broken);
  t.like(image && readCoreImage(broken, image), {buildId: null});
  const cut = coreOf({segments: [{address: BASE_ADDRESS, bytes: bytes.subarray(0, 40)}], files});
  const [first] = coreImages(cut);
  t.is(first && readCoreImage(cut, first), null);
});

test('memory that is named under many names is not read without end', t => {
  const notes = Array.from({length: 200}, () => ({name: 'GNU', type: 9, content: [0, 0, 0, 0]}));
  const segments = [{address: 0x1000_0000, bytes: buildElf({notes}).bytes}];
  const named = (count: number) =>
    coreOf({
      segments,
      files: Array.from({length: count}, (_, index) => ({
        path: `/opt/${index}.so`,
        start: 0x1000_0000,
        end: 0x1000_1000,
      })),
    });
  const core = named(4096);
  const start = process.cpuUsage();
  for (const image of coreImages(core)) readCoreImage(core, image);
  const {user} = process.cpuUsage(start);
  t.true(user < 10_000_000, `${user} µs`);
  t.throws(() => coreImages(named(4097)), {instanceOf: UnreadableError, message: /more than any process/});
});
