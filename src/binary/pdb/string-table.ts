import {WorkBudget} from '../elf/work-budget.ts';
import {UnreadableError} from '../unreadable.ts';
import type {Msf} from './msf.ts';

/** The strings of the stream `/names`, by their offset in it. */
export type StringTable = (offset: number) => string;

const SIGNATURE = 0xeffe_effe;
const HEADER_BYTES = 12;

/**
 * Opens the string table, which is the stream of that number (LLVM docs, PDB/PdbStream: the named stream `/names`).
 * Null without the stream. What it returns throws an UnreadableError for offsets past the end.
 */
export function openStringTable(msf: Msf, number: number | undefined): StringTable | null {
  const what = 'the string table';
  const reader = number === undefined ? null : msf.stream(number);
  if (!reader) return null;
  if (reader.u32(0, what) !== SIGNATURE) {
    throw new UnreadableError('unsupported', `${what} has an unknown signature`);
  }
  const end = HEADER_BYTES + reader.u32(8, what);
  const known = new Map<number, string>();
  // Headers are in the lists of many modules, and read once; the strings behind different offsets do not overlap.
  const budget = new WorkBudget(reader.size);
  return offset => {
    const seen = known.get(offset);
    if (seen !== undefined) return seen;
    if (HEADER_BYTES + offset >= end) throw new UnreadableError('truncated', `a name lies past ${what}`);
    const text = reader.cString(HEADER_BYTES + offset, what);
    budget.spend(text.length);
    known.set(offset, text);
    return text;
  };
}
