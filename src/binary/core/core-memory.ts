import type {ByteSource} from '../byte-source.ts';
import type {ProcessMemory} from '../mapped/process-memory.ts';
import {UnreadableError} from '../unreadable.ts';
import type {CoreSegment} from './core-segments.ts';

/** The memory that a core has kept. */
export interface CoreMemory extends ProcessMemory {
  /** The last segment that begins before or at an address, also where the core has no bytes of it. */
  segmentAt(address: bigint): CoreSegment | null;
}

/** By the loadable segments, in whichever order they stand. */
export function coreMemory(source: ByteSource, segments: readonly CoreSegment[]): CoreMemory {
  const sorted = segments.toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));

  const segmentAt = (address: bigint): CoreSegment | null => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle]?.address ?? address) <= address) low = middle + 1;
      else high = middle;
    }
    return sorted[low - 1] ?? null;
  };

  return {
    segmentAt,
    read(address, length) {
      const segment = segmentAt(address);
      const into = segment === null ? 0 : Number(address - segment.address);
      if (segment === null || into >= segment.fileBytes) return new Uint8Array(0);
      try {
        return source.read(segment.offset + into, Math.min(length, segment.fileBytes - into));
      } catch (error) {
        // The device failed, or the file became shorter.
        if (error instanceof UnreadableError) return new Uint8Array(0);
        throw error;
      }
    },
  };
}
