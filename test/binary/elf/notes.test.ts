import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElf} from '../../../src/binary/elf/read-elf.ts';
import {Bytes} from '../../builders/bytes.ts';
import {buildElf, type ElfNoteSpec, type ElfSpec} from '../../builders/elf.ts';

const read = (spec: ElfSpec) => readElf(memorySource(buildElf(spec).bytes));

const PT_GNU_PROPERTY = 0x6474e553;
const X86_FEATURE_1_AND = 0xc0000002;
const X86_ISA_1_NEEDED = 0xc0008002;

/** A property note of 64-bit x86: each property is padded to 8 bytes. */
function properties(entries: readonly (readonly [type: number, value: number])[]): ElfNoteSpec {
  const content = new Bytes(true);
  for (const [type, value] of entries) content.u32(type, 4, value).align(8);
  return {name: 'GNU', type: 5, content: [...content.toBytes()], align: 8};
}

test('a build-id has the order of its bytes, on big-endian machines too', t => {
  const content = Array.from({length: 20}, (_, i) => i);
  for (const littleEndian of [true, false]) {
    const facts = read({machine: 22, littleEndian, notes: [{name: 'GNU', type: 3, content}]});
    t.is(facts.buildId, '000102030405060708090a0b0c0d0e0f10111213');
  }
});

test('other notes, and other owners of type 3, are no build-id', t => {
  const content = [1, 2, 3, 4];
  t.is(read({notes: [{name: 'GNU', type: 1, content}]}).buildId, null);
  t.is(read({notes: [{name: 'Go', type: 3, content}]}).buildId, null);
  t.is(read({notes: [{name: 'XYZ', type: 3, content}]}).buildId, null);
  t.is(read({notes: [{name: 'GNU', type: 3, content: []}]}).buildId, null);
  t.is(
    read({
      notes: [
        {name: 'Go', type: 4, content},
        {name: 'GNU', type: 3, content},
      ],
    }).buildId,
    '01020304',
  );
});

test('the x86 level is the highest that is needed', t => {
  const levels = [
    [1, 1],
    [2, 2],
    [3, 2],
    [7, 3],
    [4, 3],
    [15, 4],
    [8, 4],
  ] as const;
  for (const [bits, level] of levels) {
    t.is(read({notes: [properties([[X86_ISA_1_NEEDED, bits]])]}).isaLevel, level, `bits ${bits}`);
  }
  t.is(read({notes: [properties([[X86_ISA_1_NEEDED, 0]])]}).isaLevel, null);
});

test('the x86 level is found behind other properties, and in PT_GNU_PROPERTY alone', t => {
  const note = properties([
    [X86_FEATURE_1_AND, 3],
    [X86_ISA_1_NEEDED, 7],
  ]);
  t.is(read({notes: [note]}).isaLevel, 3);
  t.is(read({notes: [{...note, segmentType: PT_GNU_PROPERTY}]}).isaLevel, 3);
});

test('32-bit properties are padded to 4 bytes', t => {
  const content = [...new Bytes(true).u32(X86_FEATURE_1_AND, 4, 3, X86_ISA_1_NEEDED, 4, 2).toBytes()];
  t.is(read({bits: 32, machine: 3, notes: [{name: 'GNU', type: 5, content}]}).isaLevel, 2);
});

test('a property note without a level, or of another machine, states none', t => {
  t.is(read({notes: [properties([[X86_FEATURE_1_AND, 3]])]}).isaLevel, null);
  t.is(read({machine: 183, notes: [properties([[X86_ISA_1_NEEDED, 2]])]}).isaLevel, null);
});

test('where PT_NOTE lies on other bytes the note section tells the build-id, as after old patchelf', t => {
  const content = [...new Bytes(true).u32(4, 8, 3).cString('GNU').u8(8, 7, 6, 5, 4, 3, 2, 1).toBytes()];
  const {bytes, view, at} = buildElf({
    notes: [{name: 'GNU', type: 3, content: [1, 2, 3, 4]}],
    sections: [{name: '.note.gnu.build-id', type: 7, content}],
  });
  t.is(readElf(memorySource(bytes)).buildId, '01020304');
  view.setUint32(at.notes, 0x58585858, true);
  t.is(readElf(memorySource(bytes)).buildId, '0807060504030201');
});

test('unsound notes without a section table leave the build-id unknown, and the file readable', t => {
  const {bytes, view, at} = buildElf({
    soname: 'x.so',
    notes: [{name: 'GNU', type: 3, content: [1, 2, 3, 4]}],
  });
  view.setUint32(at.notes + 4, 0xffff_ffff, true);
  const facts = readElf(memorySource(bytes));
  t.is(facts.buildId, null);
  t.is(facts.soname, 'x.so');
});
