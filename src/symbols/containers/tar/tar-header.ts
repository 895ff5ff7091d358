import {asBuffer} from '../../../binary/field-reader.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';

export const TAR_BLOCK_BYTES = 512;

/** One header of a tar archive (POSIX.1-2017 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
export interface TarHeader {
  readonly kind: 'file' | 'gnu-name' | 'pax' | 'other';
  readonly rawName: string;
  /** Of the data behind it; 0 for links and folders, which have none whatever they state. */
  readonly sizeBytes: number;
}

const FILES = new Set(['0', '\0', '7']);
/** Links, devices, folders, pipes. */
const WITHOUT_DATA = new Set(['1', '2', '3', '4', '5', '6']);
/** A file with holes, whose map of them stands in blocks of its own. */
const SPARSE = 'S';

/** Whether a block may be a tar header, by its magic. */
export function isTarHeader(block: Uint8Array): boolean {
  return asBuffer(block).toString('latin1', 257, 262) === 'ustar';
}

/** The header in a block; null for a block of zeros, which ends the archive. Throws an UnreadableError. */
export function parseTarHeader(block: Uint8Array): TarHeader | null {
  const bytes = asBuffer(block);
  if (bytes.every(byte => byte === 0)) return null;
  if (numberAt(bytes, 148, 8) !== checksumOf(bytes)) {
    throw new UnreadableError('truncated', 'a tar header does not match its checksum');
  }
  const type = bytes.toString('latin1', 156, 157);
  if (type === SPARSE)
    throw new UnreadableError('unsupported', 'it has files with holes (GNU sparse format)');
  const sizeBytes = numberAt(bytes, 124, 12);
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
    throw new UnreadableError('truncated', 'a tar header states no size');
  }
  const name = textAt(bytes, 0, 100);
  // Only POSIX archives have a prefix; GNU ones (`ustar` and two spaces) have times there.
  const prefix = bytes.toString('latin1', 257, 263) === 'ustar\0' ? textAt(bytes, 345, 155) : '';
  return {
    kind: kindOf(type),
    rawName: prefix === '' ? name : `${prefix}/${name}`,
    sizeBytes: WITHOUT_DATA.has(type) ? 0 : sizeBytes,
  };
}

function kindOf(type: string): TarHeader['kind'] {
  if (FILES.has(type)) return 'file';
  if (type === 'L') return 'gnu-name';
  return type === 'x' ? 'pax' : 'other';
}

/** The sum of all bytes, those of the checksum itself as spaces. */
function checksumOf(bytes: Buffer): number {
  return bytes.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

/** Octal digits, or for what is too long for them a big-endian number behind a set bit; NaN for neither. */
function numberAt(bytes: Buffer, at: number, length: number): number {
  if ((bytes[at] ?? 0) === 0x80) {
    return bytes.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const digits = textAt(bytes, at, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits === '' ? '0' : digits, 8) : Number.NaN;
}

function textAt(bytes: Buffer, at: number, length: number): string {
  const end = bytes.subarray(at, at + length).indexOf(0);
  return bytes.toString('utf8', at, end < 0 ? at + length : at + end);
}
