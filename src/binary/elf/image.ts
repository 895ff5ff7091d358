import type {ByteSource} from '../byte-source.ts';
import {UnreadableError} from '../unreadable.ts';
import {DT, type DynamicSection, readDynamicSection} from './dynamic-section.ts';
import {type ElfHeader, readElfHeader} from './elf-header.ts';
import {placeOf, readProgramHeaders, type Segment} from './program-headers.ts';
import {StringTable} from './string-table.ts';
import {WorkBudget} from './work-budget.ts';

/** What the loader would map of one file, and how far reading it may go. */
export interface ElfImage {
  readonly header: ElfHeader;
  readonly segments: readonly Segment[];
  readonly dynamic: (DynamicSection & {readonly strings: StringTable}) | null;
  readonly budget: WorkBudget;
}

/** Opens a file by its program headers. Throws {@link UnreadableError}. */
export function openElf(source: ByteSource): ElfImage {
  const header = readElfHeader(source);
  const budget = new WorkBudget(source.size);
  // An object file is not loaded, and the segments of a core file are memory of a process.
  const isLoaded = header.type === 'shared' || header.type === 'executable';
  const segments = isLoaded ? readProgramHeaders(header) : [];
  const dynamic = readDynamicSection(header, segments);
  return {
    header,
    segments,
    dynamic: dynamic && {...dynamic, strings: openStrings(header, segments, dynamic, budget)},
    budget,
  };
}

function openStrings(
  {reader}: ElfHeader,
  segments: readonly Segment[],
  {values}: DynamicSection,
  budget: WorkBudget,
): StringTable {
  const address = values.get(DT.STRTAB);
  if (address === undefined)
    throw new UnreadableError('truncated', 'its dynamic section names no string table');
  const place = placeOf(segments, address, 'the dynamic string table');
  return new StringTable(reader, place, values.get(DT.STRSZ) ?? 0, budget);
}
