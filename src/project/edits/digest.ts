import {createHash} from 'node:crypto';

/** SHA-256 in hexadecimal digits; null for a file that is not there. */
export function digestOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}
