import type {MachOSlice} from '../facts.ts';
import {checkCodeDirectory} from './code-directory.ts';
import type {MachHeader} from './header.ts';
import {commandView, LC, type LoadCommand} from './load-commands.ts';

/** Magic numbers and slots of xnu's bsd/sys/cs_blobs.h; everything in a signature is big-endian. */
const EMBEDDED_SIGNATURE = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const SLOT_CODE_DIRECTORY = 0;
const SLOT_ALTERNATE_CODE_DIRECTORIES = 0x1000;

/** SuperBlob header; each index entry that follows is a slot and an offset. */
const SUPER_BLOB_BYTES = 12;
const INDEX_ENTRY_BYTES = 8;

/** A signature has a handful of slots (code directories, requirements, entitlements, CMS); more is damage. */
const MAX_SLOTS = 64;

/** CSSLOT_ALTERNATE_CODEDIRECTORY_MAX: one main directory and at most five with other hashes. */
const MAX_ALTERNATES = 5;

/**
 * Judges LC_CODE_SIGNATURE as the kernel does when it loads an image: the blobs lie inside each other, the code
 * directory covers the file up to the signature, and the pages that hold the load commands have the hashes it
 * names. Those pages are what tools such as install_name_tool change; the other pages are not read.
 */
export function readCodeSignature(
  header: MachHeader,
  commands: readonly LoadCommand[],
): MachOSlice['codeSignature'] {
  const command = commands.find(({kind}) => kind === LC.codeSignature);
  if (!command) return 'none';
  const field = commandView(header, command, 16, 'LC_CODE_SIGNATURE');
  const [offset, size] = [field(8), field(12)];
  if (size < SUPER_BLOB_BYTES || offset + size > header.reader.size) return 'broken';
  return isSoundSignature(header, offset, size) ? 'present' : 'broken';
}

function isSoundSignature(header: MachHeader, offset: number, size: number): boolean {
  const blob = header.reader.view(offset, SUPER_BLOB_BYTES, 'the code signature');
  const length = blob.getUint32(4);
  const slots = blob.getUint32(8);
  if (blob.getUint32(0) !== EMBEDDED_SIGNATURE || length > size || slots > MAX_SLOTS) return false;
  const indexBytes = slots * INDEX_ENTRY_BYTES;
  if (SUPER_BLOB_BYTES + indexBytes > length) return false;
  const index = header.reader.view(offset + SUPER_BLOB_BYTES, indexBytes, 'the code signature');
  const directories = new Set<number>();
  for (let at = 0; at < indexBytes; at += INDEX_ENTRY_BYTES) {
    const slot = index.getUint32(at);
    const alternate = slot - SLOT_ALTERNATE_CODE_DIRECTORIES;
    if (slot !== SLOT_CODE_DIRECTORY && (alternate < 0 || alternate >= MAX_ALTERNATES)) continue;
    if (directories.has(slot)) return false;
    directories.add(slot);
    const blobOffset = index.getUint32(at + 4);
    if (blobOffset + 8 > length) return false;
    const inner = header.reader.view(offset + blobOffset, 8, 'the code signature');
    const innerLength = inner.getUint32(4);
    if (inner.getUint32(0) !== CODE_DIRECTORY || blobOffset + innerLength > length) return false;
    if (
      !checkCodeDirectory(header, {offset: offset + blobOffset, length: innerLength, signatureOffset: offset})
    ) {
      return false;
    }
  }
  return directories.has(SLOT_CODE_DIRECTORY);
}
