import type {ByteSource} from '../byte-source.ts';
import {readElfHeader} from './elf-header.ts';
import {readFunctions} from './functions.ts';
import {PT_LOAD, readProgramHeaders, type Segment} from './program-headers.ts';
import {SHT_DYNSYM, SHT_SYMTAB} from './section-table.ts';

/** A place of code, counted from where a log counts. */
export interface CodeOffset {
  readonly from: 'image' | 'symbol' | 'address' | 'file' | 'code-segment';
  readonly offset: bigint;
  readonly symbol: string | null;
}

const PAGE = 4096;

/**
 * The virtual address, as the file's own tables and its debug information count it. Null where it lies in no segment,
 * or the symbol is not there. Throws {@link UnreadableError}.
 */
export function elfCodeAddress(source: ByteSource, {from, offset, symbol}: CodeOffset): number | null {
  const header = readElfHeader(source);
  const segments = readProgramHeaders(header).filter(({type}) => type === PT_LOAD);
  const [first] = segments;
  const distance = Number(offset);
  if (!first || !Number.isSafeInteger(distance)) return null;
  const within = (address: number): number | null => (segmentOf(segments, address) ? address : null);
  switch (from) {
    case 'image':
      return within(pageStart(first) + distance);
    case 'address':
      // What may be loaded anywhere has no addresses of its own.
      return header.type === 'executable' ? within(distance) : null;
    case 'file': {
      const segment = segments.find(one => distance >= one.offset && distance < one.offset + one.fileBytes);
      return segment ? segment.address + distance - segment.offset : null;
    }
    case 'code-segment': {
      const code = segments.find(({executable}) => executable);
      return code ? within(pageStart(code) + distance) : null;
    }
    case 'symbol': {
      const found = symbol === null ? null : addressOf(source, symbol);
      return found === null ? null : within(found + distance);
    }
  }
}

/**
 * The address that the file's own tables give to where it is loaded, a page's start: 0 of most libraries, another one of a
 * program for one place in memory. Null without a loadable segment. Throws {@link UnreadableError}.
 */
export function elfImageBase(source: ByteSource): number | null {
  const first = readProgramHeaders(readElfHeader(source)).find(({type}) => type === PT_LOAD);
  return first ? pageStart(first) : null;
}

function pageStart({address}: Segment): number {
  return address - (address % PAGE);
}

/** Where the code at an address stands in the file; null where no part of the file is loaded there. Throws {@link UnreadableError}. */
export function elfFileOffset(source: ByteSource, address: number): number | null {
  const segments = readProgramHeaders(readElfHeader(source)).filter(({type}) => type === PT_LOAD);
  const segment = segmentOf(segments, address);
  return segment ? segment.offset + address - segment.address : null;
}

/** The function that an address lies in, by the symbol tables; null where none says so. Throws {@link UnreadableError}. */
export function elfFunctionAt(source: ByteSource, address: number): string | null {
  const header = readElfHeader(source);
  for (const kind of [SHT_SYMTAB, SHT_DYNSYM] as const) {
    const found = readFunctions(header, kind).find(
      one => address >= one.address && address < one.address + one.size,
    );
    if (found) return header.reader.cString(found.nameAt, 'the name of a symbol');
  }
  return null;
}

function addressOf(source: ByteSource, symbol: string): number | null {
  const header = readElfHeader(source);
  for (const kind of [SHT_DYNSYM, SHT_SYMTAB] as const) {
    for (const {address, nameAt} of readFunctions(header, kind)) {
      if (header.reader.cString(nameAt, 'the name of a symbol') === symbol) return address;
    }
  }
  return null;
}

function segmentOf(segments: readonly Segment[], address: number): Segment | undefined {
  return segments.find(one => address >= one.address && address < one.address + one.fileBytes);
}
