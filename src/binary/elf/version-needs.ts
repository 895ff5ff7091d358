import {UnreadableError} from '../unreadable.ts';
import {DT, type DynamicSection} from './dynamic-section.ts';
import type {ElfHeader} from './elf-header.ts';
import {placeOf, type Segment} from './program-headers.ts';
import type {StringTable} from './string-table.ts';
import type {WorkBudget} from './work-budget.ts';

const NEED_BYTES = 16;
const AUX_BYTES = 16;

/** The top bit of a version index only says that the symbol is hidden (glibc, dl-lookup.c). */
const VERSION_INDEX_MASK = 0x7fff;

/** A version that is asked of a library. */
export interface NeededVersion {
  readonly name: string;
  readonly library: string;
}

/** What DT_VERNEED asks of other libraries. */
export interface VersionNeeds {
  readonly byLibrary: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the index that DT_VERSYM gives symbols. */
  readonly byIndex: ReadonlyMap<number, NeededVersion>;
}

/**
 * Walks DT_VERNEED as ld.so does, by its own links (LSB, "Symbol Version Requirements"). Throws
 * {@link UnreadableError}: `truncated`, or `unsupported` for a record of another version than 1, which ld.so refuses.
 */
export function readVersionNeeds(
  {reader}: ElfHeader,
  segments: readonly Segment[],
  dynamic: DynamicSection,
  strings: StringTable,
  budget: WorkBudget,
): VersionNeeds {
  const byLibrary = new Map<string, Set<string>>();
  const byIndex = new Map<number, NeededVersion>();
  const address = dynamic.values.get(DT.VERNEED);
  if (address === undefined) return {byLibrary, byIndex};

  const what = 'the version needs table';
  const little = reader.littleEndian;
  let needAt = placeOf(segments, address, what).offset;
  for (;;) {
    budget.spend(NEED_BYTES);
    const need = reader.view(needAt, NEED_BYTES, what);
    const recordVersion = need.getUint16(0, little);
    if (recordVersion !== 1) {
      throw new UnreadableError('unsupported', `a record of ${what} has version ${recordVersion}, not 1`);
    }
    const library = strings.text(need.getUint32(4, little), 'the library name of a needed version');
    const versions = byLibrary.get(library) ?? new Set<string>();
    byLibrary.set(library, versions);

    let auxAt = needAt + need.getUint32(8, little);
    for (let left = need.getUint16(2, little); left > 0; left--) {
      budget.spend(AUX_BYTES);
      const aux = reader.view(auxAt, AUX_BYTES, what);
      const name = strings.text(aux.getUint32(8, little), 'the name of a needed version');
      versions.add(name);
      byIndex.set(aux.getUint16(6, little) & VERSION_INDEX_MASK, {name, library});
      const next = aux.getUint32(12, little);
      if (next === 0) break;
      auxAt += next;
    }

    const next = need.getUint32(12, little);
    if (next === 0) return {byLibrary, byIndex};
    needAt += next;
  }
}

/**
 * For each of the symbols, given by ascending index, the version that DT_VERSYM asks for, or null. Throws
 * {@link UnreadableError} `truncated`.
 */
export function versionsOf(
  symbols: Uint32Array,
  {reader}: ElfHeader,
  segments: readonly Segment[],
  dynamic: DynamicSection,
  needs: VersionNeeds,
): (NeededVersion | null)[] {
  const address = dynamic.values.get(DT.VERSYM);
  const firstIndex = symbols.at(0);
  const lastIndex = symbols.at(-1);
  if (
    address === undefined ||
    firstIndex === undefined ||
    lastIndex === undefined ||
    needs.byIndex.size === 0
  ) {
    return Array.from(symbols, () => null);
  }
  const what = 'the symbol version table';
  const start = placeOf(segments, address, what).offset + firstIndex * 2;
  const view = reader.view(start, (lastIndex - firstIndex + 1) * 2, what);
  const versions: (NeededVersion | null)[] = new Array(symbols.length).fill(null);
  for (let i = 0; i < symbols.length; i++) {
    const version = view.getUint16(((symbols[i] ?? 0) - firstIndex) * 2, reader.littleEndian);
    versions[i] = needs.byIndex.get(version & VERSION_INDEX_MASK) ?? null;
  }
  return versions;
}
