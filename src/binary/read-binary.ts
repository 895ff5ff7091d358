import type {ByteSource} from './byte-source.ts';
import {readElfDebugFacts} from './elf/debug-facts.ts';
import {readElfExportNames} from './elf/export-names.ts';
import {readElf} from './elf/read-elf.ts';
import type {BinaryFacts, DebugFacts} from './facts.ts';
import {readMachODebugFacts} from './macho/debug-facts.ts';
import {isFatHeader} from './macho/fat.ts';
import {readMachO, readMachOExportNames} from './macho/read-macho.ts';
import {readPe} from './pe/read-pe.ts';
import {readPeDebugFacts} from './pe/read-pe-debug-facts.ts';
import {readPeExportNames} from './pe/read-pe-export-names.ts';
import {type Unreadable, UnreadableError} from './unreadable.ts';
import {TOLD_BYTES, whatItIs} from './what-it-is.ts';

/** The formats that the operating systems of CPython load. */
export type BinaryFormat = BinaryFacts['format'];

const THIN_MACHO: ReadonlySet<number> = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
const ELF = 0x7f454c46;
const MZ = 0x4d5a;

/** The format that the first bytes of a file claim (eight are enough), or null for what no loader takes. */
export function detectFormat(prefix: Uint8Array): BinaryFormat | null {
  const bytes = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  if (prefix.length >= 2 && bytes.getUint16(0) === MZ) return 'pe';
  if (prefix.length < 4) return null;
  const magic = bytes.getUint32(0);
  if (magic === ELF) return 'elf';
  return THIN_MACHO.has(magic) || isFatHeader(prefix) ? 'macho' : null;
}

/** The facts of a binary, or why there are none. Other errors than `UnreadableError` pass through: they are our bugs. */
export function readBinary(
  source: ByteSource,
): {readonly facts: BinaryFacts} | {readonly unreadable: Unreadable} {
  try {
    return {facts: READERS[formatOf(source)].facts(source)};
  } catch (error) {
    if (error instanceof UnreadableError) return {unreadable: error.unreadable};
    throw error;
  }
}

/** The names that a binary exports, in Mach-O without C's underscore. Throws {@link UnreadableError}. */
export function readExportNames(source: ByteSource): ReadonlySet<string> {
  return READERS[formatOf(source)].exportNames(source);
}

/** Those of the wanted names that a binary exports. Throws {@link UnreadableError}. */
export function findExportNames(source: ByteSource, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const names = READERS[formatOf(source)].exportNames(source, wanted);
  return new Set([...names].filter(name => wanted.has(name)));
}

/** What debug information a binary has. Throws {@link UnreadableError}. */
export function readDebugFacts(source: ByteSource): DebugFacts {
  return READERS[formatOf(source)].debugFacts(source);
}

interface FormatReader {
  readonly facts: (source: ByteSource) => BinaryFacts;
  /** Names that are not wanted may be left out. */
  readonly exportNames: (source: ByteSource, wanted?: ReadonlySet<string>) => ReadonlySet<string>;
  readonly debugFacts: (source: ByteSource) => DebugFacts;
}

const READERS: Readonly<Record<BinaryFormat, FormatReader>> = {
  pe: {facts: readPe, exportNames: readPeExportNames, debugFacts: readPeDebugFacts},
  elf: {facts: readElf, exportNames: readElfExportNames, debugFacts: readElfDebugFacts},
  macho: {facts: readMachO, exportNames: readMachOExportNames, debugFacts: readMachODebugFacts},
};

function formatOf(source: ByteSource): BinaryFormat {
  const format = detectFormat(source.read(0, 8));
  if (format) return format;
  const {reason, detail} = whatItIs(source.read(0, TOLD_BYTES), source.size);
  throw new UnreadableError(reason, detail);
}
