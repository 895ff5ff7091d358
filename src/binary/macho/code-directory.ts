import type {MachHeader} from './header.ts';

/** Where a CodeDirectory blob lies, in bytes of the slice, and where the signature around it begins. */
export interface CodeDirectoryPlace {
  readonly offset: number;
  readonly length: number;
  readonly signatureOffset: number;
}

/** `hashType` -> algorithm and bytes kept of the digest (CS_HASHTYPE_* of xnu's bsd/sys/cs_blobs.h). */
const HASHES = new Map<number, {algorithm: string; bytes: number}>([
  [1, {algorithm: 'sha1', bytes: 20}],
  [2, {algorithm: 'sha256', bytes: 32}],
  [3, {algorithm: 'sha256', bytes: 20}],
  [4, {algorithm: 'sha384', bytes: 48}],
]);

/** The fields up to `spare2`, which every version has; `codeLimit64` came with version 0x20300. */
const EARLIEST_BYTES = 44;
const CODE_LIMIT_64_VERSION = 0x20300;
const CODE_LIMIT_64_OFFSET = 56;

/** PAGE_SHIFT_4K and the PAGE_SHIFT of Apple's arm64: cs_validate_codedirectory (xnu, bsd/kern/ubc_subr.c) refuses others. */
const MIN_PAGE_SHIFT = 12;
const MAX_PAGE_SHIFT = 14;

/** True where the directory passes the kernel's checks, covers all before the signature, and its first page hashes are right. */
export function checkCodeDirectory(header: MachHeader, place: CodeDirectoryPlace): boolean {
  if (place.length < EARLIEST_BYTES) return false;
  const fields = header.reader.view(place.offset, EARLIEST_BYTES, 'the code directory');
  const hash = HASHES.get(fields.getUint8(37));
  const pageShift = fields.getUint8(39);
  if (
    !hash ||
    fields.getUint8(36) !== hash.bytes ||
    pageShift < MIN_PAGE_SHIFT ||
    pageShift > MAX_PAGE_SHIFT
  ) {
    return false;
  }
  const hashOffset = fields.getUint32(16);
  const specialSlots = fields.getUint32(24);
  const codeSlots = fields.getUint32(28);
  if (hashOffset > place.length || specialSlots * hash.bytes > hashOffset) return false;
  if (codeSlots * hash.bytes > place.length - hashOffset) return false;

  const pageBytes = 2 ** pageShift;
  const codeLimit = readCodeLimit(header, place, fields);
  if (codeLimit !== place.signatureOffset || codeSlots !== Math.ceil(codeLimit / pageBytes)) return false;
  // Not imported: the module facade of node:crypto costs 5 ms at start, and most runs meet no Mach-O file.
  const {createHash} = process.getBuiltinModule('node:crypto');
  const headerPages = Math.ceil(header.commandsEnd / pageBytes);
  for (let page = 0; page < Math.min(headerPages, codeSlots); page++) {
    const start = page * pageBytes;
    const bytes = header.reader.bytes(start, Math.min(pageBytes, codeLimit - start), 'a signed page');
    const digest = createHash(hash.algorithm).update(bytes).digest().subarray(0, hash.bytes);
    const slot = place.offset + hashOffset + page * hash.bytes;
    if (!digest.equals(header.reader.bytes(slot, hash.bytes, 'a page hash'))) return false;
  }
  return true;
}

/** The number of bytes that are signed; `codeLimit64` counts where it is not zero. */
function readCodeLimit(header: MachHeader, place: CodeDirectoryPlace, fields: DataView): number {
  const hasLong = fields.getUint32(8) >= CODE_LIMIT_64_VERSION && place.length >= CODE_LIMIT_64_OFFSET + 8;
  if (!hasLong) return fields.getUint32(32);
  const long = header.reader
    .view(place.offset + CODE_LIMIT_64_OFFSET, 8, 'the code directory')
    .getBigUint64(0);
  return long === 0n ? fields.getUint32(32) : Number(long);
}
