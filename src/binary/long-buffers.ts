/** A window of a string table with the longest name behind it, or a piece of a symbol table. */
const LONG_BYTES = 288 * 1024;

/** As many as one file has in use at once. */
const MOST_KEPT = 4;

/**
 * Buffers for tables longer than a page, which one file after another uses. Memory that is merely dropped waits for
 * a garbage collection, and new memory costs a page fault for every 4 KiB.
 */
const free: Buffer[] = [];

/** A buffer of at least `length` bytes with arbitrary contents. */
export function takeLongBuffer(length: number): Buffer {
  if (length > LONG_BYTES) return Buffer.allocUnsafeSlow(length);
  return free.pop() ?? Buffer.allocUnsafeSlow(LONG_BYTES);
}

/** Gives a buffer to the next taker: the caller must not use it any more. */
export function giveBackLongBuffer(buffer: Buffer): void {
  if (buffer.length === LONG_BYTES && free.length < MOST_KEPT) free.push(buffer);
}
