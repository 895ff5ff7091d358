/** Where the data of an entry must end. */
export interface EntryLimit {
  /** Offset of the next entry, or of the directory behind the last one. */
  readonly offset: number;
  readonly isDirectory: boolean;
}

/** Tells where the data of each entry must end. Entries are told apart by where they stand in the directory. */
export interface EntryLimits {
  /** To be called for all entries, in the directory's order. */
  add(headerOffset: number, entryOffset: number): void;
  /** To be called once all entries were added. */
  limitOf(headerOffset: number, entryOffset: number): EntryLimit;
}

/**
 * Entries that share their data are how a small archive becomes a large one (D. Fifield, "A better zip bomb", 2019).
 * None may reach into the next; of two that start at one place only the second is good, as for CPython's zipfile.
 */
export function createEntryLimits(directoryOffset: number): EntryLimits {
  const headerOffsets: number[] = [];
  const entryOffsets: number[] = [];
  let sorted: Float64Array | null = null;
  let lastAtShared: ReadonlyMap<number, number> = new Map();

  const sort = (): Float64Array => {
    const offsets = Float64Array.from(headerOffsets).sort();
    const shared = new Set(offsets.filter((offset, index) => offsets[index - 1] === offset));
    if (shared.size > 0) {
      // Later entries replace earlier ones.
      const pairs = headerOffsets.map((offset, index): [number, number] => [
        offset,
        entryOffsets[index] ?? -1,
      ]);
      lastAtShared = new Map(pairs.filter(([offset]) => shared.has(offset)));
    }
    return offsets;
  };

  return {
    add(headerOffset, entryOffset) {
      headerOffsets.push(headerOffset);
      entryOffsets.push(entryOffset);
    },
    limitOf(headerOffset, entryOffset) {
      sorted ??= sort();
      if ((lastAtShared.get(headerOffset) ?? entryOffset) !== entryOffset) {
        return {offset: headerOffset, isDirectory: false};
      }
      const next = sorted[firstAbove(sorted, headerOffset)];
      return next === undefined || next >= directoryOffset
        ? {offset: directoryOffset, isDirectory: true}
        : {offset: next, isDirectory: false};
    },
  };
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
