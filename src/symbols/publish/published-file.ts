import type {ByteSource} from '../../binary/byte-source.ts';
import {readElfDebugFile} from '../../binary/elf/debug-file.ts';
import type {BinaryFacts, CodeView, DebugFacts} from '../../binary/facts.ts';
import {FieldReader} from '../../binary/field-reader.ts';
import {readPdbIdentity} from '../../binary/pdb/read-pdb.ts';
import {PeImage} from '../../binary/pe/image.ts';
import {detectFormat, readBinary, readDebugFacts} from '../../binary/read-binary.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import type {ImageKey} from '../identity.ts';

/** What a file is to a symbol server, by its content. */
export type PublishedFile =
  | {readonly kind: 'pdb'; readonly guid: string; readonly age: number}
  /** A PE file, which minidumps are opened with. */
  | {readonly kind: 'pe'; readonly image: ImageKey; readonly codeView: CodeView | null}
  /** ELF: `hasCode` for a module, library or program, `hasDwarf` for a debug file; both for one that is not split. */
  | {
      readonly kind: 'elf';
      readonly buildId: string | null;
      readonly hasCode: boolean;
      readonly hasDwarf: boolean;
    }
  /** A debug file of MinGW's, which is found by name and CRC-32 only. */
  | {readonly kind: 'pe-debug'}
  /** Mach-O: with code, or the file in a dSYM bundle. */
  | {readonly kind: 'macho'; readonly uuids: readonly string[]; readonly hasCode: boolean};

/** What a file is, or one clause why it cannot be published; null for a file that no debugger reads. */
export function publishedFile(source: ByteSource): PublishedFile | {readonly problem: string} | null {
  try {
    if (isPdb(source)) {
      const {guid, age} = readPdbIdentity(source);
      return {kind: 'pdb', guid, age};
    }
    const format = detectFormat(source.read(0, 8));
    if (format === null) return null;
    const debugFile = format === 'elf' ? readElfDebugFile(source) : null;
    if (debugFile) {
      if (!debugFile.dwarf) return {problem: 'has no debug information in it'};
      return {kind: 'elf', buildId: debugFile.buildId, hasCode: false, hasDwarf: true};
    }
    const outcome = readBinary(source);
    if ('unreadable' in outcome) {
      const {reason, detail} = outcome.unreadable;
      return reason === 'not-a-binary' ? null : {problem: `cannot be read: ${detail}`};
    }
    return ofBinary(source, outcome.facts, readDebugFacts(source));
  } catch (error) {
    if (error instanceof UnreadableError) return {problem: `cannot be read: ${error.unreadable.detail}`};
    throw error;
  }
}

/** What stands at the beginning of every PDB of Visual C++ 7 and later (LLVM docs, PDB/MsfFile). */
const MSF = 'Microsoft C/C++ MSF 7.00';

function isPdb(source: ByteSource): boolean {
  return Buffer.from(source.read(0, MSF.length)).toString('latin1') === MSF;
}

function ofBinary(
  source: ByteSource,
  facts: BinaryFacts,
  debug: DebugFacts,
): PublishedFile | {readonly problem: string} | null {
  switch (facts.format) {
    case 'pe':
      if (debug.dwarf && !peHasCode(source)) return {kind: 'pe-debug'};
      return {
        kind: 'pe',
        image: {timestamp: facts.timestamp, imageSizeBytes: facts.imageSizeBytes},
        codeView: facts.codeView,
      };
    case 'elf': {
      if (facts.type !== 'shared' && facts.type !== 'executable') return null;
      if (facts.buildId === null) {
        return {problem: 'has no build-id, by which servers would know it; link it with -Wl,--build-id'};
      }
      return {kind: 'elf', buildId: facts.buildId, hasCode: true, hasDwarf: debug.dwarf};
    }
    case 'macho': {
      const uuids = facts.slices.flatMap(({uuid}) => uuid ?? []);
      if (uuids.length === 0) return {problem: 'has no UUID, by which servers would know it'};
      // MH_DSYM is none of the types that are loaded.
      return {kind: 'macho', uuids, hasCode: facts.slices.some(({type}) => type !== 'other')};
    }
  }
}

function peHasCode(source: ByteSource): boolean {
  const text = new PeImage(new FieldReader(source)).sections.find(({shortName}) => shortName === '.text');
  return !text || text.rawBytes > 0;
}
