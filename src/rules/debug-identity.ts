import {crc32} from 'node:zlib';
import type {ByteSource} from '../binary/byte-source.ts';
import type {BinaryFacts, DebugFacts} from '../binary/facts.ts';
import {readPdbIdentity} from '../binary/pdb/read-pdb.ts';
import {readBinary} from '../binary/read-binary.ts';
import type {DebugPlace} from './debug-places.ts';

/** What the binary asks for, and what a debug file is. */
export interface Identities {
  readonly wanted: string;
  readonly found: string;
}

/** Both identities of the kind that decides at this place; throws UnreadableError for a file that has none. */
export function identities(
  file: ByteSource,
  by: DebugPlace['by'],
  facts: BinaryFacts,
  {debugLink}: DebugFacts,
): Identities {
  switch (by) {
    case 'pdb': {
      const {guid, age} = readPdbIdentity(file);
      const wanted = facts.format === 'pe' ? facts.codeView : null;
      return {wanted: `${wanted?.guid} age ${wanted?.age}`, found: `${guid} age ${age}`};
    }
    case 'crc-32':
      return {wanted: hex(debugLink?.crc32 ?? 0), found: hex(crcOf(file))};
    case 'build-id':
    case 'uuid':
      return {wanted: ownIdentity(facts), found: ownIdentity(factsOf(file))};
  }
}

/** Bytes per step of a checksum. */
const CHUNK_BYTES = 1024 * 1024;

function crcOf(file: ByteSource): number {
  let crc = 0;
  for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
    crc = crc32(file.read(offset, CHUNK_BYTES), crc);
  }
  return crc;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function factsOf(file: ByteSource): BinaryFacts | null {
  const outcome = readBinary(file);
  return 'facts' in outcome ? outcome.facts : null;
}

/** Build-id of an ELF file, UUIDs of the slices of a Mach-O file. */
function ownIdentity(facts: BinaryFacts | null): string {
  if (facts?.format === 'elf') return facts.buildId ?? 'none';
  if (facts?.format === 'macho') return facts.slices.map(({uuid}) => uuid ?? 'none').join(' ');
  return 'none';
}
