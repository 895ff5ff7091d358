import test from 'ava';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {Bytes} from '../../builders/bytes.ts';
import {type Attribute, abbreviation, factsOfSections, type Sections, unit4, unit5} from './written.ts';

const PRODUCER = 0x25;
const NAME = 0x03;
/** An attribute that nobody asks for. */
const OTHER = 0x3f;

/** DW_FORM_* and how many bytes a value of it has in 32-bit DWARF (DWARF 5, section 7.5.6); the bytes are made so that they read as such a value. */
const SKIPPED: readonly (readonly [form: number, ...value: number[]])[] = [
  [0x01, 1, 2, 3, 4, 5, 6, 7, 8],
  [0x03, 2, 0, 9, 9],
  [0x04, 3, 0, 0, 0, 9, 9, 9],
  [0x05, 1, 2],
  [0x06, 1, 2, 3, 4],
  [0x07, 1, 2, 3, 4, 5, 6, 7, 8],
  [0x08, 0x61, 0x62, 0],
  [0x09, 0x81, 0x00, 9],
  [0x0a, 2, 9, 9],
  [0x0b, 1],
  [0x0c, 1],
  [0x0d, 0xff, 0x7f],
  [0x0e, 0xff, 0xff, 0xff, 0xff],
  [0x0f, 0x80, 0x01],
  [0x10, 1, 2, 3, 4],
  [0x11, 1],
  [0x12, 1, 2],
  [0x13, 1, 2, 3, 4],
  [0x14, 1, 2, 3, 4, 5, 6, 7, 8],
  [0x15, 0x80, 0x01],
  [0x16, 0x0a, 1, 9],
  [0x17, 1, 2, 3, 4],
  [0x18, 2, 9, 9],
  [0x19],
  [0x1a, 0x80, 0x01],
  [0x1b, 0x80, 0x01],
  [0x1c, 1, 2, 3, 4],
  [0x1d, 1, 2, 3, 4],
  [0x1e, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8],
  [0x1f, 0xff, 0xff, 0xff, 0xff],
  [0x20, 1, 2, 3, 4, 5, 6, 7, 8],
  [0x22, 0x80, 0x01],
  [0x23, 0x80, 0x01],
  [0x24, 1, 2, 3, 4, 5, 6, 7, 8],
  [0x25, 1],
  [0x26, 1, 2],
  [0x27, 1, 2, 3],
  [0x28, 1, 2, 3, 4],
  [0x29, 1],
  [0x2a, 1, 2],
  [0x2b, 1, 2, 3],
  [0x2c, 1, 2, 3, 4],
  [0x1f01, 0x80, 0x01],
  [0x1f02, 0x80, 0x01],
  [0x1f20, 1, 2, 3, 4],
  [0x1f21, 1, 2, 3, 4],
  [0x2001, 0x80, 0x01, 1, 2, 3, 4],
];

const sections = (attributes: readonly Attribute[], values: Bytes): Sections => ({
  '.debug_abbrev': abbreviation(0x11, attributes),
  '.debug_info': unit5(values),
});

for (const [form, ...value] of SKIPPED) {
  test(`a value of the form 0x${form.toString(16)} is skipped`, t => {
    const values = new Bytes(true).raw(value).cString('GNU C17 12.2.0 -g');
    const facts = factsOfSections(
      sections(
        [
          [OTHER, form],
          [PRODUCER, 0x08],
        ],
        values,
      ),
    );
    t.is(facts?.units[0]?.producer, 'GNU C17 12.2.0 -g');
  });
}

test('a value in the abbreviation itself takes no bytes', t => {
  const values = new Bytes(true).cString('one.c');
  // DW_LANG_C11 as a signed LEB128 number.
  const facts = factsOfSections(
    sections(
      [
        [0x13, 0x21, 0x1d],
        [NAME, 0x08],
      ],
      values,
    ),
  );
  t.like(facts?.units[0], {source: 'one.c', language: 'c'});
});

test('strings by index are found from where DW_AT_str_offsets_base says, wherever that stands', t => {
  const values = new Bytes(true).u8(1).u32(8);
  const facts = factsOfSections({
    ...sections(
      [
        [NAME, 0x25],
        [0x72, 0x17],
      ],
      values,
    ),
    '.debug_str_offsets': new Bytes(true).u32(12).u16(5, 0).u32(0, 4).toBytes(),
    '.debug_str': Buffer.from('abc\0one.c\0'),
  });
  t.is(facts?.units[0]?.source, 'one.c');
});

test('strings of a supplementary file are not recorded here', t => {
  const values = new Bytes(true).u32(4).u32(4);
  const facts = factsOfSections(
    sections(
      [
        [NAME, 0x1f21],
        [PRODUCER, 0x1d],
      ],
      values,
    ),
  );
  t.like(facts?.units[0], {source: null, producer: null, optimised: null, options: null});
});

test('a reference of DWARF 2 is as long as an address', t => {
  const body = new Bytes(true).u16(2).u32(0).u8(8, 1).u64(7).cString('one.c');
  const facts = factsOfSections({
    '.debug_abbrev': abbreviation(0x11, [
      [OTHER, 0x10],
      [NAME, 0x08],
    ]),
    '.debug_info': new Bytes(true).u32(body.length).raw(body.toBytes()).toBytes(),
  });
  t.is(facts?.units[0]?.source, 'one.c');
});

test('units are read behind type units, empty units and padding', t => {
  const type = new Bytes(true).u16(5).u8(2, 8).u32(0).u64(1).u32(0).u8(1).cString('type');
  const info = new Bytes(true)
    .u32(type.length)
    .raw(type.toBytes())
    .raw(unit4(new Bytes(true).cString('one.c')))
    .raw(new Bytes(true).u32(8).u16(4).u32(0).u8(8, 0).toBytes())
    .raw(unit5(new Bytes(true).cString('two.c')))
    .padTo(512);
  const facts = factsOfSections({
    '.debug_abbrev': abbreviation(0x11, [[NAME, 0x08]]),
    '.debug_info': info.toBytes(),
  });
  t.deepEqual(
    facts?.units.map(({source}) => source),
    ['one.c', 'two.c'],
  );
});

test('what units share without a compiler of its own is no unit', t => {
  const partial = {
    '.debug_abbrev': abbreviation(0x3c, [[NAME, 0x08]]),
    '.debug_info': unit4(new Bytes(true).cString('shared')),
  };
  t.is(factsOfSections(partial), null);
});

test('sections of zeros hold no unit', t => {
  t.is(factsOfSections({'.debug_info': new Uint8Array(100), '.debug_abbrev': new Uint8Array(1)}), null);
});

for (const [title, sectionsOf, reason] of [
  ['an unknown form', sections([[OTHER, 0x7f]], new Bytes(true).u8(0)), 'unsupported'],
  ['a form that names itself', sections([[OTHER, 0x16]], new Bytes(true).u8(0x16, 0x16)), 'unsupported'],
  ['a value past the unit', sections([[OTHER, 0x07]], new Bytes(true).u8(1)), 'truncated'],
  ['a string in a missing section', sections([[NAME, 0x0e]], new Bytes(true).u32(0)), 'truncated'],
  [
    'another version',
    {'.debug_abbrev': new Uint8Array(1), '.debug_info': new Bytes(true).u32(8).u16(6).padTo(12).toBytes()},
    'unsupported',
  ],
  [
    'a unit past the section',
    {'.debug_abbrev': new Uint8Array(1), '.debug_info': new Bytes(true).u32(90).u16(4).padTo(12).toBytes()},
    'truncated',
  ],
  [
    'an abbreviation that is missing',
    {'.debug_abbrev': new Uint8Array(1), '.debug_info': unit4(new Bytes(true))},
    'truncated',
  ],
] as const) {
  test(`${title} is refused as ${reason}`, t => {
    const error = t.throws(() => factsOfSections(sectionsOf), {instanceOf: UnreadableError});
    t.is(error?.unreadable.reason, reason);
  });
}
