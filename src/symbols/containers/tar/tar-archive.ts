import {
  type InflateEngine,
  InflateError,
  type PackedData,
} from '../../../binary/containers/inflate-engine.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';
import type {Archive, ArchiveMember} from '../archive.ts';
import {sequentialMember} from '../sequential-member.ts';
import type {WorkBudget} from '../work-budget.ts';
import {type PaxRecords, parsePaxRecords} from './pax-records.ts';
import {parseTarHeader, TAR_BLOCK_BYTES} from './tar-header.ts';
import {streamOpener, type TarCompression} from './unpacked-stream.ts';

/** Long names and extended headers are kept whole, so they are bounded: real ones have less than 4 KiB. */
const MAX_EXTENSION_BYTES = 1024 * 1024;

const NO_RECORDS: PaxRecords = {path: null, sizeBytes: null, isSparse: false};

/** What a header costs in all, as unpacked bytes: an archive may have millions. */
const HEADER_COST_BYTES = 4 * 1024;

/** Passed over at once, in bytes. */
const SKIP_BYTES = 64 * 1024;

/** A tar archive, read from front to back. */
export async function openTar(
  packed: PackedData,
  compression: TarCompression,
  budget: WorkBudget,
): Promise<Archive> {
  const open = await streamOpener(compression);
  return {format: 'tar', members: () => membersOf(new TarStream(open(packed), budget))};
}

function* membersOf(stream: TarStream): Generator<ArchiveMember> {
  const scratch = new Uint8Array(SKIP_BYTES);
  let longName: string | null = null;
  let pax = NO_RECORDS;
  try {
    for (let block = stream.header(); block; block = stream.header()) {
      const header = parseTarHeader(block);
      if (!header) return;
      const sizeBytes = header.kind === 'file' ? (pax.sizeBytes ?? header.sizeBytes) : header.sizeBytes;
      let left = sizeBytes;
      const fill = (target: Uint8Array): number => {
        const count = stream.fill(target.subarray(0, left));
        left -= count;
        return count;
      };
      if (header.kind === 'gnu-name' || header.kind === 'pax') {
        const data = wholeExtension(sizeBytes, fill);
        if (header.kind === 'pax') pax = parsePaxRecords(data);
        else longName = Buffer.from(data).toString('utf8').replace(/\0.*$/s, '');
      } else {
        if (header.kind === 'file') {
          const rawName = pax.path ?? longName ?? header.rawName;
          const problem = pax.isSparse ? 'is stored with holes (GNU sparse format)' : null;
          yield sequentialMember({rawName, sizeBytes, problem}, fill);
        }
        longName = null;
        pax = NO_RECORDS;
      }
      // The data is filled up to a whole block.
      for (left += -sizeBytes & (TAR_BLOCK_BYTES - 1); left > 0; ) {
        if (fill(scratch) === 0) return;
      }
    }
  } finally {
    stream.close();
  }
}

function wholeExtension(sizeBytes: number, fill: (target: Uint8Array) => number): Uint8Array {
  if (sizeBytes > MAX_EXTENSION_BYTES) {
    throw new UnreadableError('unsupported', `it has a name or an extended header of ${sizeBytes} bytes`);
  }
  const data = new Uint8Array(sizeBytes);
  if (fill(data) < sizeBytes) throw new UnreadableError('truncated', 'it ends in an extended header');
  return data;
}

/** The unpacked bytes of an archive, counted. */
class TarStream {
  readonly #engine: InflateEngine;
  readonly #budget: WorkBudget;
  #isClosed = false;

  constructor(engine: InflateEngine, budget: WorkBudget) {
    this.#engine = engine;
    this.#budget = budget;
  }

  /** The next block; null where the archive ends, with or without the blocks that should say so. */
  header(): Uint8Array | null {
    this.#budget.spend(HEADER_COST_BYTES);
    const block = new Uint8Array(TAR_BLOCK_BYTES);
    const count = this.fill(block);
    if (count === 0) return null;
    if (count < TAR_BLOCK_BYTES) throw new UnreadableError('truncated', 'it ends in a tar header');
    return block;
  }

  fill(target: Uint8Array): number {
    if (this.#isClosed) throw new Error('a member of a tar archive is read before the next one is asked for');
    this.#budget.spend(target.length);
    try {
      return this.#engine.fill(target);
    } catch (error) {
      if (error instanceof InflateError) {
        throw new UnreadableError('truncated', `its compressed data is damaged: ${error.message}`);
      }
      throw error;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#engine.close();
  }
}
