import type {ByteSource} from '../../binary/byte-source.ts';
import type {BinaryFacts, DebugFacts} from '../../binary/facts.ts';
import {readPeResources} from '../../binary/pe/read-pe-resources.ts';
import {readBinary, readDebugFacts} from '../../binary/read-binary.ts';
import {type Unreadable, UnreadableError} from '../../binary/unreadable.ts';
import {type IdentifiedBinary, identify} from '../../symbols/identify.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';

/** How a binary is named, and where it is. */
export type BinaryPlace = Pick<IdentifiedBinary, 'path' | 'name' | 'location' | 'archive'>;

/** A binary that was read. */
export interface Identified {
  readonly subject: SymbolSubject;
  readonly facts: BinaryFacts;
}

/** Reads one binary in a single pass: its facts, its section table, and of a PE file its version. */
export async function identifySource(
  source: ByteSource,
  place: BinaryPlace,
): Promise<Identified | {readonly unreadable: Unreadable}> {
  try {
    const outcome = readBinary(source);
    if ('unreadable' in outcome) return outcome;
    const {facts} = outcome;
    const debug = debugFacts(source);
    const fileVersion = facts.format === 'pe' ? (await readPeResources(source)).fileVersion : null;
    return {facts, subject: identify({...place, facts, debug, fileVersion})};
  } catch (error) {
    // An archive member whose compressed data is broken.
    if (error instanceof UnreadableError) return {unreadable: error.unreadable};
    throw error;
  }
}

const NO_DEBUG_FACTS: DebugFacts = {dwarf: false, symbolTable: false, debugLink: null};

/** No loader needs the section table, so where it is broken the rest still holds. */
function debugFacts(source: ByteSource): DebugFacts {
  try {
    return readDebugFacts(source);
  } catch (error) {
    if (error instanceof UnreadableError) return NO_DEBUG_FACTS;
    throw error;
  }
}
