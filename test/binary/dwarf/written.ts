import {deflateSync} from 'node:zlib';
import {memorySource, pagedSource} from '../../../src/binary/byte-source.ts';
import type {CompileFacts} from '../../../src/binary/compile-facts.ts';
import {readCompileFacts} from '../../../src/binary/read-compile-facts.ts';
import {Bytes} from '../../builders/bytes.ts';
import {buildElf} from '../../builders/elf.ts';

/** The contents of sections by name: `.debug_info`, ... */
export type Sections = Readonly<Record<string, Uint8Array>>;

/** An ELF file with these sections. */
export function elfWith(sections: Sections, littleEndian = true): Uint8Array {
  const list = Object.entries(sections).map(([name, content]) => ({
    name,
    type: 1,
    // A checked border: the builder only goes through the bytes and counts them.
    content: content as unknown as readonly number[],
  }));
  return buildElf({isStatic: true, littleEndian, sections: list}).bytes;
}

/** The facts of an ELF file with these sections. */
export function factsOfSections(sections: Sections, littleEndian = true): CompileFacts | null {
  return readCompileFacts(pagedSource(memorySource(elfWith(sections, littleEndian))));
}

/** The content of a section of GNU's old compressed kind. */
export function gnuCompressedBytes(content: Uint8Array, statedBytes = content.length): Uint8Array {
  const head = Buffer.alloc(12, 'ZLIB');
  head.writeBigUInt64BE(BigInt(statedBytes), 4);
  return Buffer.concat([head, deflateSync(content)]);
}

/** A table with its length before it. */
export function withLength(body: Bytes, littleEndian = true): Bytes {
  return new Bytes(littleEndian).u32(body.length).raw(body.toBytes());
}

/** An attribute of an abbreviation: DW_AT, DW_FORM and what follows them (DW_FORM_implicit_const). */
export type Attribute = readonly [attribute: number, form: number, ...rest: number[]];

/** A table of one abbreviation, code 1, without children; numbers below 2^14. */
export function abbreviation(tag: number, attributes: readonly Attribute[]): Uint8Array {
  const table = new Bytes(true).raw(uleb(1)).raw(uleb(tag)).u8(0);
  for (const [attribute, form, ...rest] of attributes)
    table
      .raw(uleb(attribute))
      .raw(uleb(form))
      .u8(...rest);
  return table.u8(0, 0, 0).toBytes();
}

export function uleb(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...uleb(Math.floor(value / 128))];
}

/** A unit of DWARF 4 whose first entry has code 1 and these values. */
export function unit4(values: Bytes, littleEndian = true, abbreviationsAt = 0): Uint8Array {
  const body = new Bytes(littleEndian).u16(4).u32(abbreviationsAt).u8(8, 1).raw(values.toBytes());
  return withLength(body, littleEndian).toBytes();
}

/** A compile unit of DWARF 5 whose first entry has code 1 and these values. */
export function unit5(values: Bytes, littleEndian = true): Uint8Array {
  const body = new Bytes(littleEndian).u16(5).u8(1, 8).u32(0).u8(1).raw(values.toBytes());
  return withLength(body, littleEndian).toBytes();
}
