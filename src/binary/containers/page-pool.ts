/** Inflated pages are of this size, in bytes. */
export const PAGE_BYTES = 64 * 1024;

/**
 * Pages that one member after another uses, in all archives. Memory that is merely dropped waits for a garbage
 * collection, which V8 puts off until tens of megabytes have gathered.
 */
const free: Uint8Array[] = [];

/** A page with arbitrary contents. */
export function takePage(): Uint8Array {
  return free.pop() ?? Buffer.allocUnsafeSlow(PAGE_BYTES);
}

/** Gives a page to the next taker: the caller must not use it any more. */
export function giveBackPage(page: Uint8Array): void {
  free.push(page);
}
