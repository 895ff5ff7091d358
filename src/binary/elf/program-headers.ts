import {asBuffer} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import type {ElfHeader} from './elf-header.ts';

export const PT_LOAD = 1;
export const PT_DYNAMIC = 2;
export const PT_INTERP = 3;
export const PT_NOTE = 4;
export const PT_GNU_STACK = 0x6474e551;
export const PT_GNU_RELRO = 0x6474e552;
export const PT_GNU_PROPERTY = 0x6474e553;

const ENTRY_BYTES = {32: 32, 64: 56} as const;

/** One program header; offset, address and size in bytes. */
export interface Segment {
  /** `p_type`, as it stands. */
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
  readonly align: number;
  readonly executable: boolean;
}

/**
 * The program headers, in table order. Throws {@link UnreadableError}: `unsupported` for an entry size that ld.so
 * refuses too, `truncated` for a table or a loadable segment past the end.
 */
export function readProgramHeaders(header: ElfHeader): Segment[] {
  const {reader, bits} = header;
  const {offset, count, entryBytes} = header.programHeaders;
  if (count === 0) return [];
  if (entryBytes !== ENTRY_BYTES[bits]) {
    throw new UnreadableError(
      'unsupported',
      `its program headers have ${entryBytes} bytes, not ${ENTRY_BYTES[bits]}`,
    );
  }

  const table = asBuffer(reader.bytes(offset, count * entryBytes, 'the program header table'));
  const {parser, header: elfyHeader} = header.elfy;
  const noBody = Buffer.alloc(0);
  return parser.sliceChunks(table, 0, count, entryBytes).map(entry => {
    const program = parser.parseProgram(entry, elfyHeader, noBody);
    const segment = {
      // elfy turns the types it does not know, PT_GNU_PROPERTY among them, into undefined.
      type: reader.littleEndian ? entry.readUInt32LE(0) : entry.readUInt32BE(0),
      offset: program.offset,
      address: program.vaddr,
      fileBytes: program.filesz,
      align: program.align,
      executable: program.flags['x'] === true,
    };
    if (segment.type === PT_LOAD && segment.offset + segment.fileBytes > reader.size) {
      throw new UnreadableError('truncated', 'a loadable segment lies past the end of the file');
    }
    return segment;
  });
}

/** Where the bytes of an address lie: their offset in the file, and how many of its segment follow from there. */
export interface FilePlace {
  readonly offset: number;
  readonly bytesLeft: number;
}

/** The place in the file of a virtual address, by the loadable segments. Throws {@link UnreadableError} `truncated` where no segment has it. */
export function placeOf(segments: readonly Segment[], address: number, what: string): FilePlace {
  for (const {type, address: start, fileBytes, offset} of segments) {
    if (type === PT_LOAD && address >= start && address - start < fileBytes) {
      return {offset: offset + (address - start), bytesLeft: fileBytes - (address - start)};
    }
  }
  throw new UnreadableError(
    'truncated',
    `${what} lies outside of the bytes that the loadable segments have in the file`,
  );
}
