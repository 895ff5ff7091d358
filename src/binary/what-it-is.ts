import {decodeText} from './field-reader.ts';
import type {Unreadable} from './unreadable.ts';

/** How many of a file's first bytes {@link whatItIs} looks at. */
export const TOLD_BYTES = 512;

const notABinary = (detail: string): Unreadable => ({reason: 'not-a-binary', detail});
const unsupported = (detail: string): Unreadable => ({reason: 'unsupported', detail});

/** First bytes in hexadecimal; the longer of two that begin alike comes first. */
const BY_FIRST_BYTES: readonly (readonly [string, Unreadable])[] = [
  ['213c617263683e0a', unsupported('it is a static library (ar archive), which only a linker reads')],
  ['213c7468696e3e0a', unsupported('it is a thin static library (ar archive), which only a linker reads')],
  ['4243c0de', unsupported('it is LLVM bitcode, not machine code')],
  ['dec0170b', unsupported('it is LLVM bitcode, not machine code')],
  ['0061736d', unsupported('it is WebAssembly, which only Pyodide and WASI builds of Python load')],
  // IMAGE_FILE_MACHINE_UNKNOWN and 0xffff (PE format, "Import Header"): also an object of cl /bigobj or /GL.
  ['0000ffff', unsupported('it is a COFF object or import object, not linked yet')],
  ['cafebabe', notABinary('it is a Java class')],
  ['504b0304', notABinary('it is a zip archive')],
  ['504b0506', notABinary('it is an empty zip archive')],
  ['1f8b', notABinary('it is gzip-compressed data')],
  ['425a68', notABinary('it is bzip2-compressed data')],
  ['fd377a585a00', notABinary('it is xz-compressed data')],
  ['28b52ffd', notABinary('it is zstd-compressed data')],
  ['377abcaf271c', notABinary('it is a 7z archive')],
  // AppleDouble (RFC 1740, appendix B): what macOS writes as ._NAME where a file system has no extended attributes.
  ['00051607', notABinary('it is an AppleDouble file: what macOS keeps beside a file, not the file itself')],
  ['4d6963726f736f667420432f432b2b20', notABinary('it is a PDB: debug information, not the binary')],
];

/** Machines of COFF objects that Python was built for (PE format, "Machine Types"): x86, Arm, x64, Arm64. */
const COFF_MACHINES: ReadonlySet<number> = new Set([0x014c, 0x01c0, 0x01c4, 0x8664, 0xaa64]);

/** What begins like text, in the order in which it is tried. */
const BY_TEXT: readonly (readonly [RegExp, (match: string) => string])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\//,
    () => 'it is a Git LFS pointer, not the file that it stands for',
  ],
  [
    /^\s*(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i,
    () => 'it is an HTML page, perhaps the answer of a server instead of the file',
  ],
  [/^\s*<\?xml\b/, () => 'it is an XML document'],
  [/^#!\s*(\S+)/, match => `it is a script (${match.replace(/\s+/g, '')})`],
  [
    /(?:^|[\s;/])(?:INPUT|GROUP|OUTPUT_FORMAT)\s*\(|GNU ld script/,
    () => 'it is a linker script: text that names the library to link',
  ],
];

/** Tells what a file is that no loader takes for a binary, by its first {@link TOLD_BYTES} and its size in bytes. */
export function whatItIs(prefix: Uint8Array, sizeBytes: number): Unreadable {
  if (sizeBytes === 0) return notABinary('it is empty');
  const hex = Buffer.from(prefix.subarray(0, 32)).toString('hex');
  const known = BY_FIRST_BYTES.find(([first]) => hex.startsWith(first));
  if (known) return known[1];
  if (prefix.every(byte => byte === 0)) {
    return notABinary('it begins with nothing but zeros, like a download that was not finished');
  }
  if (isCoffObject(prefix, sizeBytes)) return unsupported('it is a COFF object (.obj), not linked yet');
  return notABinary(textDetail(prefix) ?? `it begins with ${spaced(hex.slice(0, 16))}, as no binary does`);
}

/** The header of an object has no optional header, and its sections and symbols lie inside the file. */
function isCoffObject(prefix: Uint8Array, sizeBytes: number): boolean {
  if (prefix.length < 20) return false;
  const header = new DataView(prefix.buffer, prefix.byteOffset, 20);
  const sections = header.getUint16(2, true);
  return (
    COFF_MACHINES.has(header.getUint16(0, true)) &&
    header.getUint16(16, true) === 0 &&
    20 + sections * 40 <= sizeBytes &&
    header.getUint32(8, true) <= sizeBytes
  );
}

function textDetail(prefix: Uint8Array): string | null {
  // Control characters other than white space are not found in text, bytes from 0x80 are part of UTF-8.
  if (prefix.some(byte => byte === 0x7f || (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)))) return null;
  // The prefix may end inside a character.
  const text = decodeText(prefix).replace(/^\uFEFF|\uFFFD$/g, '');
  for (const [pattern, detail] of BY_TEXT) {
    const match = pattern.exec(text);
    if (match) return detail(match[0]);
  }
  const start = text.trim().split(/[\r\n]/, 1)[0] ?? '';
  return text.includes('\uFFFD') ? null : `it is text that begins with "${start.slice(0, 40)}"`;
}

const spaced = (hex: string): string => hex.replace(/..(?=.)/g, '$& ');
