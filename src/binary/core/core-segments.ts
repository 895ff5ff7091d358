import type {ElfHeader} from '../elf/elf-header.ts';
import {UnreadableError} from '../unreadable.ts';

/** One program header of a core file; sizes and offset in bytes. */
export interface CoreSegment {
  /** `p_type`, as it stands. */
  readonly type: number;
  readonly offset: number;
  readonly address: bigint;
  readonly fileBytes: number;
  readonly isExecutable: boolean;
}

/** Where the fields of a program header lie (gABI, "Program Header"); the type is at 0 in both classes. */
const FIELDS = {
  32: {bytes: 32, offset: 4, address: 8, fileBytes: 16, flags: 24},
  64: {bytes: 56, offset: 8, address: 16, fileBytes: 32, flags: 4},
} as const;

/** `e_phnum` of a file with more: the number is `sh_info` of section 0 (elf(5), "PN_XNUM"). */
const PN_XNUM = 0xffff;
const SH_INFO_AT = {32: 28, 64: 44} as const;

/** Ubuntu allows a process 1,048,576 mappings (vm.max_map_count), others 65,530. */
const MAX_SEGMENTS = 2 ** 21;

const PF_X = 1;

const CHUNK_SEGMENTS = 1024;

/**
 * The program headers of a core, in table order. Other than those of a program they may have segments past the end of
 * the file: a core is cut where the disk or a limit ends. Throws {@link UnreadableError}.
 */
export function* readCoreSegments(header: ElfHeader): Generator<CoreSegment> {
  const {reader, bits, programHeaders} = header;
  const fields = FIELDS[bits];
  const what = 'the program header table';
  if (programHeaders.count === 0) return;
  if (programHeaders.entryBytes !== fields.bytes) {
    throw new UnreadableError(
      'unsupported',
      `its program headers have ${programHeaders.entryBytes} bytes, not ${fields.bytes}`,
    );
  }
  const count = segmentCount(header);
  if (count > MAX_SEGMENTS) {
    throw new UnreadableError('unsupported', `it has ${count} segments, more than any process`);
  }
  const little = reader.littleEndian;
  for (let start = 0; start < count; start += CHUNK_SEGMENTS) {
    const length = Math.min(CHUNK_SEGMENTS, count - start) * fields.bytes;
    const table = reader.view(programHeaders.offset + start * fields.bytes, length, what);
    const word = (at: number): bigint =>
      bits === 64 ? table.getBigUint64(at, little) : BigInt(table.getUint32(at, little));
    for (let at = 0; at < length; at += fields.bytes) {
      yield {
        type: table.getUint32(at, little),
        // No file reaches 2^53, so what is larger lies past its end either way.
        offset: Number(word(at + fields.offset)),
        address: word(at + fields.address),
        fileBytes: Number(word(at + fields.fileBytes)),
        isExecutable: (table.getUint32(at + fields.flags, little) & PF_X) !== 0,
      };
    }
  }
}

function segmentCount({reader, bits, programHeaders, sectionHeaders}: ElfHeader): number {
  if (programHeaders.count !== PN_XNUM) return programHeaders.count;
  const what = 'the number of program headers';
  if (sectionHeaders.offset === 0) throw new UnreadableError('truncated', `${what} is missing`);
  return reader.u32(sectionHeaders.offset + SH_INFO_AT[bits], what);
}
