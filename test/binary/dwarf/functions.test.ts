import test from 'ava';
import {memorySource, pagedSource} from '../../../src/binary/byte-source.ts';
import {CodeLocator, type CodePlace} from '../../../src/binary/dwarf/locate-code.ts';
import {readElfDwarfSections} from '../../../src/binary/elf/sections-for-debug.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {Bytes} from '../../builders/bytes.ts';
import {isBounded} from './bounded.ts';
import {type Attribute, elfWith, type Sections, uleb, withLength} from './written.ts';

const MIB = 1024 * 1024;

function locate(sections: Sections, addresses: readonly number[]): readonly (readonly CodePlace[])[] {
  const source = pagedSource(memorySource(elfWith(sections)));
  return new CodeLocator(readElfDwarfSections(source, {isScattered: true}), source.size).locate(addresses);
}

/** A table of abbreviations: code, tag, whether there are children, attributes. */
function abbreviations(
  ...entries: readonly (readonly [code: number, tag: number, children: 0 | 1, ...attributes: Attribute[]])[]
): Uint8Array {
  const table = new Bytes(true);
  for (const [code, tag, children, ...attributes] of entries) {
    table.raw(uleb(code)).raw(uleb(tag)).u8(children);
    for (const [attribute, form] of attributes) table.raw(uleb(attribute)).raw(uleb(form));
    table.u8(0, 0);
  }
  return table.u8(0).toBytes();
}

const LOW: Attribute = [0x11, 0x01];
const HIGH: Attribute = [0x12, 0x06];
const NAME: Attribute = [0x03, 0x08];
const LINKAGE: Attribute = [0x6e, 0x08];
const ORIGIN: Attribute = [0x31, 0x13];
const CALL_LINE: Attribute = [0x59, 0x0b];

/** 1 unit, 2 function with a name, 3 function by reference, 4 inlined by reference, 5 a name alone, 6 another reference, 7 a name of the linker's. */
const TABLE = abbreviations(
  [1, 0x11, 1, LOW, HIGH],
  [2, 0x2e, 1, NAME, LOW, HIGH],
  [3, 0x2e, 1, ORIGIN, LOW, HIGH],
  [4, 0x1d, 1, ORIGIN, LOW, HIGH, CALL_LINE],
  [5, 0x2e, 0, NAME],
  [6, 0x2e, 0, ORIGIN],
  [7, 0x2e, 0, NAME, LINKAGE],
  [8, 0x2e, 0, [0x31, 0x1f20], LOW, HIGH],
  [9, 0x2e, 1, [0x01, 0x13], NAME, LOW, HIGH],
);

/** Bytes of a unit's header of DWARF 4, behind which its first entry begins. */
const HEAD = 11;

/** A unit of DWARF 4 with code from 0x1000 to 0x2000. */
function unit(body: Bytes): Uint8Array {
  const head = new Bytes(true).u16(4).u32(0).u8(8, 1).u64(0x1000).u32(0x1000);
  return withLength(head.raw(body.toBytes())).toBytes();
}

/** Where the entries behind the unit's own begin. */
const FIRST = HEAD + 13;

const named = (name: string): Bytes => new Bytes(true).u8(2).cString(name).u64(0x1100).u32(0x100);
const info = (body: Bytes): Sections => ({'.debug_abbrev': TABLE, '.debug_info': unit(body)});

test('a function holds the addresses from its first up to its end, and no others', t => {
  const found = locate(info(named('work').u8(0, 0)), [0x1100, 0x11ff, 0x10ff, 0x1200, 0x3000]);
  const place = {function: 'work', file: null, line: null, isInlined: false};
  t.deepEqual(found, [[place], [place], [], [], []]);
});

test('inlined calls come first, the innermost before the others, with the lines of the calls', t => {
  const body = new Bytes(true).u8(5).cString('deep').u8(5).cString('mid').raw(named('work').toBytes());
  body
    .u8(4)
    .u32(FIRST + 6)
    .u64(0x1110)
    .u32(0x20)
    .u8(7);
  body.u8(4).u32(FIRST).u64(0x1118).u32(8).u8(9).u8(0, 0, 0, 0);
  const [found] = locate(info(body), [0x1118]);
  t.deepEqual(
    found?.map(({function: name, line, isInlined}) => [name, line, isInlined]),
    [
      ['deep', null, true],
      ['mid', 9, true],
      ['work', 7, false],
    ],
  );
});

test('an inlined call beside an address is none of its', t => {
  const body = new Bytes(true).u8(5).cString('deep').raw(named('work').toBytes());
  body.u8(4).u32(FIRST).u64(0x1118).u32(8).u8(9).u8(0, 0, 0);
  t.deepEqual(
    locate(info(body), [0x1120])[0]?.map(({function: name}) => name),
    ['work'],
  );
});

test("the linker's name counts where C has another one, a mangled one does not", t => {
  const at = (linkage: string): string | null | undefined => {
    const body = new Bytes(true).u8(7).cString('raise').cString(linkage);
    body.u8(3).u32(FIRST).u64(0x1100).u32(0x100).u8(0, 0);
    return locate(info(body), [0x1100])[0]?.[0]?.function;
  };
  t.is(at('__GI_raise'), '__GI_raise');
  t.is(at('_ZN2ns5raiseEv'), 'raise');
});

test('a function that another one encloses, but whose code lies beside it, is found where its parent is skipped', t => {
  const nested = named('nested').u8(0);
  const outer = new Bytes(true).u8(9);
  const end = FIRST + 1 + 4 + 6 + 12 + nested.length + 1;
  outer.u32(end).cString('outer').u64(0x1500).u32(0x10).raw(nested.toBytes()).u8(0, 0);
  t.is(locate(info(outer), [0x1100])[0]?.[0]?.function, 'nested');
  t.is(locate(info(outer), [0x1504])[0]?.[0]?.function, 'outer');
});

test('a function that a supplementary file names has no name', t => {
  const body = new Bytes(true).u8(8).u32(0x99).u64(0x1100).u32(0x100).u8(0);
  t.deepEqual(locate(info(body), [0x1100])[0], [{function: null, file: null, line: null, isInlined: false}]);
});

test('origins that go in a circle, or nowhere, give no name', t => {
  const circle = new Bytes(true)
    .u8(6)
    .u32(FIRST + 5)
    .u8(6)
    .u32(FIRST);
  for (const origin of [FIRST, 0, 3, HEAD, 0x1000_0000]) {
    const body = new Bytes(true).raw(circle.toBytes()).u8(3).u32(origin).u64(0x1100).u32(0x100).u8(0, 0);
    t.is(locate(info(body), [0x1100])[0]?.[0]?.function, null, `${origin}`);
  }
});

test('a unit that ends in the midst of an entry is refused', t => {
  const whole = unit(named('work'));
  for (let bytes = FIRST + 1; bytes < whole.length; bytes++) {
    const cut = Buffer.from(whole.subarray(0, bytes));
    cut.writeUInt32LE(bytes - 4);
    t.throws(() => locate({'.debug_abbrev': TABLE, '.debug_info': cut}, [0x1100]), {
      instanceOf: UnreadableError,
    });
  }
});

test('what `.debug_aranges` says of where there is no unit finds nothing', t => {
  for (const unitAt of [5, 0x1000]) {
    const set = new Bytes(true).u16(2).u32(unitAt).u8(8, 0, 0, 0, 0, 0).u64(0x1100, 0x100, 0, 0);
    t.deepEqual(
      locate({...info(named('work').u8(0, 0)), '.debug_aranges': withLength(set).toBytes()}, [0x1100]),
      [[]],
    );
  }
});

const inlined = new Bytes(true).u8(4).u32(FIRST).u64(0x1100).u32(0x100).u8(1).toBytes();
const empty = new Bytes(true).u8(2).cString('f').u64(0x1100).u32(0).toBytes();
const many = Array.from({length: 5000}, (_, index) => 0x1100 + (index % 256));

// Work that grew with the square of the file would take minutes.
for (const [title, build] of [
  [
    'calls inlined a hundred thousand deep',
    () => new Bytes(true).raw(named('f').toBytes()).raw(Buffer.alloc(MIB, inlined)),
  ],
  ['functions a hundred thousand deep', () => new Bytes(true).raw(Buffer.alloc(MIB, empty))],
  [
    'functions in one another that hold all addresses',
    () => {
      const one = named('f').toBytes();
      return new Bytes(true).raw(Buffer.alloc(MIB, one));
    },
  ],
  ['ends of lists that begin nowhere', () => new Bytes(true).raw(Buffer.alloc(MIB))],
] as const) {
  test.serial(`${title}: no more work than the file is long`, t => {
    isBounded(t, () => locate(info(build()), many));
  });
}
