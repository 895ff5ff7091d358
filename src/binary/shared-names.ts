/**
 * Names that many binaries repeat (`PyErr_SetString`, `malloc`) become one string each: nine of ten names in a
 * site-packages folder have been met before. A cache of fixed size, so that hostile names cost no memory: a name
 * takes the slot of another with the same hash.
 */
const SLOTS = 2 ** 15;
const slots: (string | undefined)[] = new Array(SLOTS);

/** Longer names are mangled C++ ones, which hardly repeat; in bytes. */
const LONGEST_SHARED = 128;

/** FNV-1a, 32 bits (draft-eastlake-fnv): cheap by the byte, and good enough to spread names. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The NUL-terminated name in `bytes` from `start`, decoded as UTF-8, wrong sequences replaced. Null where no NUL
 * comes before `limit`.
 */
export function sharedName(bytes: Buffer, start: number, limit: number): string | null {
  let hash = FNV_OFFSET;
  let end = start;
  let seen = 0;
  for (; end < limit; end++) {
    const byte = bytes[end] ?? 0;
    if (byte === 0) break;
    seen |= byte;
    hash = Math.imul(hash ^ byte, FNV_PRIME);
  }
  if (end >= limit) return null;
  if (seen >= 0x80) return bytes.toString('utf8', start, end);
  if (end - start > LONGEST_SHARED) return bytes.toString('latin1', start, end);
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  const known = slots[slot];
  if (known !== undefined && isText(known, bytes, start, end)) return known;
  const name = bytes.toString('latin1', start, end);
  slots[slot] = name;
  return name;
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
