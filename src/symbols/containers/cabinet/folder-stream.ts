import {UnreadableError} from '../../../binary/unreadable.ts';
import type {WorkBudget} from '../work-budget.ts';
import type {BlockDecoder} from './block-decoder.ts';
import type {Cabinet, CabinetFolder} from './cabinet-header.ts';
import {cabinetChecksum} from './checksum.ts';
import {decoderOf} from './compression.ts';

/** CFDATA ([MS-CAB] 2.5): checksum, packed size, unpacked size. */
const BLOCK_HEADER_BYTES = 8;

/** A block unpacks to at most so much, whatever the method. */
const MAX_BLOCK_BYTES = 32 * 1024;

/** What a block costs at least, as unpacked bytes: folders may share blocks that unpack to nearly nothing. */
const LEAST_COST_BYTES = 4 * 1024;

const WHAT = 'a data block';

/** The unpacked data of a folder, from front to back. */
export class FolderStream {
  readonly #cabinet: Cabinet;
  readonly #decoder: BlockDecoder;
  readonly #budget: WorkBudget;
  #blocksLeft: number;
  #nextOffset: number;
  #block: Uint8Array = new Uint8Array(0);
  /** Where the block starts in the data, and how much of it was given. */
  #blockStart = 0;
  #taken = 0;

  /** `totalBytes`: where the last file of the folder ends. Throws an UnreadableError for methods that are not read. */
  constructor(cabinet: Cabinet, folder: CabinetFolder, totalBytes: number, budget: WorkBudget) {
    this.#cabinet = cabinet;
    this.#budget = budget;
    this.#decoder = decoderOf(folder.compression, totalBytes);
    this.#blocksLeft = folder.blockCount;
    this.#nextOffset = folder.dataOffset;
  }

  /** Where the next byte stands in the data. */
  get position(): number {
    return this.#blockStart + this.#taken;
  }

  /** Goes forward to a place in the data, or to its end. */
  skipTo(offset: number): void {
    while (offset - this.#blockStart > this.#block.length && this.#nextBlock());
    this.#taken = Math.min(Math.max(this.#taken, offset - this.#blockStart), this.#block.length);
  }

  /** Fills `target` with what follows; gives fewer only where the data ends. */
  fill(target: Uint8Array): number {
    let filled = 0;
    while (filled < target.length) {
      if (this.#taken === this.#block.length && !this.#nextBlock()) break;
      const part = this.#block.subarray(this.#taken, this.#taken + target.length - filled);
      target.set(part, filled);
      filled += part.length;
      this.#taken += part.length;
    }
    return filled;
  }

  /** Decodes the next block; false behind the last one. */
  #nextBlock(): boolean {
    if (this.#blocksLeft === 0) return false;
    this.#blocksLeft -= 1;
    const {reader, dataReserveBytes} = this.#cabinet;
    const header = reader.view(this.#nextOffset, BLOCK_HEADER_BYTES + dataReserveBytes, WHAT);
    const stated = header.getUint32(0, true);
    const packedBytes = header.getUint16(4, true);
    const sizeBytes = header.getUint16(6, true);
    const start = this.#nextOffset + BLOCK_HEADER_BYTES + dataReserveBytes;
    const packed = reader.bytes(start, packedBytes, WHAT);
    if (sizeBytes === 0 || sizeBytes > MAX_BLOCK_BYTES) {
      throw new UnreadableError('truncated', `${WHAT} states ${sizeBytes} bytes`);
    }
    if (!isChecksum(stated, header, packed)) {
      throw new UnreadableError('truncated', `${WHAT} does not match its checksum`);
    }
    this.#nextOffset = start + packedBytes;
    this.#budget.spend(Math.max(sizeBytes, LEAST_COST_BYTES));
    this.#blockStart += this.#block.length;
    this.#taken = 0;
    this.#block = this.#decoder.decode(packed, sizeBytes);
    return true;
  }
}

/** The sizes behind the checksum. */
const SIZES_END = 8;

/**
 * Whether a block's checksum is right; 0 says that there is none. It covers data and header; whether also the area that
 * is reserved between them is not clear from [MS-CAB], and programs differ: 7-Zip counts it, libmspack does not.
 */
function isChecksum(stated: number, header: DataView, packed: Uint8Array): boolean {
  if (stated === 0) return true;
  const ofData = cabinetChecksum(packed);
  const sumTo = (end: number): number =>
    cabinetChecksum(new Uint8Array(header.buffer, header.byteOffset + 4, end - 4), ofData);
  return stated === sumTo(SIZES_END) || stated === sumTo(header.byteLength);
}
