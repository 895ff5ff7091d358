import type {ByteSource} from '../binary/byte-source.ts';
import {readElfDebugFile} from '../binary/elf/debug-file.ts';
import type {BinaryFacts} from '../binary/facts.ts';
import {readPdbIdentity} from '../binary/pdb/read-pdb.ts';
import {detectFormat, readBinary, readDebugFacts} from '../binary/read-binary.ts';
import {UnreadableError} from '../binary/unreadable.ts';
import {type Identity, identityText} from './identity.ts';

/** Whether a file is the debug information of an identity; else one clause why not. */
export type Verification = {readonly matches: true} | {readonly matches: false; readonly why: string};

/** Checksum of a whole file: passed in, since Node's is not for pure code to load. */
export type Crc32 = (bytes: Uint8Array, before: number) => number;

/**
 * Holds a debug file against the identity it must match, and looks whether debug information is really in it: build-ids
 * agree in files that were stripped of it, too (pyringe#19). Never throws for bad bytes.
 */
export function verifyDebugFile(source: ByteSource, identity: Identity, crc32: Crc32): Verification {
  try {
    const {found, dwarf} = contentOf(source, identity, crc32);
    if (found === null) return {matches: false, why: `has no ${NAMES[identity.kind]}`};
    if (!isSameIdentity(found, identity)) {
      return {matches: false, why: `${identityText(found)}, wanted ${identityText(identity)}`};
    }
    if (dwarf) return {matches: true};
    return {matches: false, why: 'has the right identity, but no debug information in it'};
  } catch (error) {
    if (error instanceof UnreadableError) return {matches: false, why: error.unreadable.detail};
    throw error;
  }
}

const NAMES: Readonly<Record<Identity['kind'], string>> = {
  pdb: 'GUID',
  'build-id': 'build-id',
  debuglink: 'checksum',
  uuid: 'UUID',
};

/** What a file that may be debug information says of itself. */
interface DebugContent {
  readonly found: Identity | null;
  /** Has DWARF, or is a PDB, which is nothing else. */
  readonly dwarf: boolean;
}

/** By the kind of identity that is wanted. Throws UnreadableError. */
function contentOf(source: ByteSource, wanted: Identity, crc32: Crc32): DebugContent {
  switch (wanted.kind) {
    case 'pdb': {
      const {guid, age} = readPdbIdentity(source);
      return {found: {kind: 'pdb', guid, age, file: wanted.file}, dwarf: true};
    }
    case 'debuglink': {
      const found: Identity = {kind: 'debuglink', file: wanted.file, crc32: checksum(source, crc32)};
      return {found, dwarf: dwarfContent(source).dwarf};
    }
    case 'build-id':
    case 'uuid':
      return dwarfContent(source);
  }
}

/** Of an ELF or Mach-O file. A debug file of eu-strip can be read by its sections alone. Throws UnreadableError. */
function dwarfContent(source: ByteSource): DebugContent {
  const debugFile = detectFormat(source.read(0, 8)) === 'elf' ? readElfDebugFile(source) : null;
  if (debugFile) {
    const {buildId, dwarf} = debugFile;
    return {found: buildId === null ? null : {kind: 'build-id', id: buildId}, dwarf};
  }
  return {found: ownIdentity(factsOf(source)), dwarf: readDebugFacts(source).dwarf};
}

/** By which a member of an archive is recognised, whatever it is called; null for what is no debug file. */
export function recogniseDebugFile(source: ByteSource, name: string): Identity | null {
  try {
    if (isPdb(source.read(0, MSF.length))) {
      const {guid, age} = readPdbIdentity(source);
      return {kind: 'pdb', guid, age, file: name};
    }
    const {found, dwarf} = dwarfContent(source);
    return dwarf ? found : null;
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}

/** What stands at the beginning of every PDB of Visual C++ 7 and later (LLVM docs, PDB/MsfFile). */
const MSF = 'Microsoft C/C++ MSF 7.00';

function isPdb(start: Uint8Array): boolean {
  return Buffer.from(start.subarray(0, MSF.length)).toString('latin1') === MSF;
}

/** Whether the first 32 bytes of a file are those of a PDB, an ELF or a Mach-O file. */
export function mayBeDebugFile(start: Uint8Array): boolean {
  return isPdb(start) || ['elf', 'macho'].includes(detectFormat(start) ?? '');
}

function factsOf(source: ByteSource): BinaryFacts {
  const outcome = readBinary(source);
  if ('unreadable' in outcome)
    throw new UnreadableError(outcome.unreadable.reason, outcome.unreadable.detail);
  return outcome.facts;
}

function ownIdentity(facts: BinaryFacts): Identity | null {
  if (facts.format === 'elf') return facts.buildId === null ? null : {kind: 'build-id', id: facts.buildId};
  if (facts.format !== 'macho') return null;
  const uuids = facts.slices.flatMap(({uuid}) => uuid ?? []);
  return uuids.length === 0 ? null : {kind: 'uuid', uuids};
}

/** Whether debug information of one identity is what another asks for; the name of a PDB decides nothing. */
export function isSameIdentity(found: Identity, wanted: Identity): boolean {
  switch (wanted.kind) {
    case 'pdb':
      return found.kind === 'pdb' && found.guid === wanted.guid && found.age === wanted.age;
    case 'build-id':
      return found.kind === 'build-id' && found.id === wanted.id;
    case 'debuglink':
      return found.kind === 'debuglink' && found.crc32 === wanted.crc32;
    case 'uuid':
      // A dSYM may have more slices than the binary, in another order.
      return found.kind === 'uuid' && wanted.uuids.every(uuid => found.uuids.includes(uuid));
  }
}

/** Bytes per step of a checksum. */
const CHUNK_BYTES = 1024 * 1024;

function checksum(source: ByteSource, crc32: Crc32): number {
  let crc = 0;
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
    crc = crc32(source.read(offset, CHUNK_BYTES), crc);
  }
  return crc;
}
