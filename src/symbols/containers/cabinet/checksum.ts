/**
 * The checksum of CFDATA ([MS-CAB] 3.1): the exclusive or of 32-bit little-endian words; up to three bytes behind the
 * last word count as one number whose first byte is the highest. `seed` is that of the bytes before.
 */
export function cabinetChecksum(bytes: Uint8Array, seed = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordsEnd = bytes.length - (bytes.length % 4);
  let sum = seed;
  for (let at = 0; at < wordsEnd; at += 4) sum ^= view.getUint32(at, true);
  let tail = 0;
  for (let at = wordsEnd; at < bytes.length; at += 1) tail = (tail << 8) | view.getUint8(at);
  return (sum ^ tail) >>> 0;
}
