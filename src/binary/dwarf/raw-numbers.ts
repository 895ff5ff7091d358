import {UnreadableError} from '../unreadable.ts';

/** Bits of a LEB128 number behind which nothing can change what it means. */
const MOST_FACTOR = 2 ** 70;

/** How many bytes the LEB128 number (DWARF 5, section 7.6) at an index has. Throws {@link UnreadableError} `truncated`. */
export function lebLength(bytes: Uint8Array, at: number): number {
  let end = at;
  while ((bytes[end] ?? 0) >= 0x80) end += 1;
  if (end >= bytes.length) throw new UnreadableError('truncated', 'a line program ends too early');
  return end - at + 1;
}

/** An unsigned LEB128 number of so many bytes; past 2^53 it loses its low bits. */
export function ulebAt(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  let factor = 1;
  for (let index = at; index < at + length && factor < MOST_FACTOR; index++) {
    value += ((bytes[index] ?? 0) & 0x7f) * factor;
    factor *= 128;
  }
  return value;
}

/** A signed LEB128 number of so many bytes. */
export function slebAt(bytes: Uint8Array, at: number, length: number): number {
  const value = ulebAt(bytes, at, length);
  const isNegative = ((bytes[at + length - 1] ?? 0) & 0x40) !== 0 && length <= 10;
  return isNegative ? value - 128 ** length : value;
}

/** An unsigned integer of so many bytes; what lies behind the end counts as zeros. */
export function uintAt(bytes: Uint8Array, at: number, length: number, littleEndian: boolean): number {
  let value = 0;
  for (let index = 0; index < length; index++) {
    const byte = bytes[at + (littleEndian ? length - 1 - index : index)] ?? 0;
    value = value * 256 + byte;
  }
  return value;
}
