import {memorySource} from '../byte-source.ts';
import {FieldReader} from '../field-reader.ts';
import {ByteBudget} from './byte-budget.ts';

/** Resource types that anything is asked of (winuser.h). */
export const resourceType = {version: 16, manifest: 24} as const;

const DIRECTORY_BYTES = 16;
const ENTRY_BYTES = 8;
const IS_DIRECTORY = 0x8000_0000;
const TREE = 'the resource directory';

interface Entry {
  readonly nameOrId: number;
  readonly target: number;
}

/**
 * Leaves only versions and manifests in the root of a resource directory, in place; what hangs below the others
 * stays as unreferenced bytes. Throws `UnreadableError` for a root that is not there.
 */
export function keepKnownTypes(tree: Uint8Array): void {
  const reader = new FieldReader(memorySource(tree));
  const kept = entriesAt(reader, 0, new ByteBudget(tree.length)).filter(
    ({nameOrId, target}) =>
      (nameOrId === resourceType.version || nameOrId === resourceType.manifest) && target >= IS_DIRECTORY,
  );
  const view = new DataView(tree.buffer, tree.byteOffset, tree.byteLength);
  view.setUint16(12, 0, true);
  view.setUint16(14, kept.length, true);
  for (const [index, {nameOrId, target}] of kept.entries()) {
    view.setUint32(DIRECTORY_BYTES + index * ENTRY_BYTES, nameOrId, true);
    view.setUint32(DIRECTORY_BYTES + index * ENTRY_BYTES + 4, target, true);
  }
}

/**
 * Offsets of the data entries (RVA, size, code page) of a resource tree: type, name, language, as the specification
 * has it. Throws `UnreadableError` for a tree that leaves its bytes, or whose tables and names overlap so that a
 * reader would visit more of them than there are bytes.
 */
export function findDataEntries(tree: Uint8Array): number[] {
  const reader = new FieldReader(memorySource(tree));
  const budget = new ByteBudget(tree.length);
  const found: number[] = [];
  for (const type of entriesAt(reader, 0, budget)) {
    for (const name of directoriesOf(reader, type, budget)) {
      for (const language of directoriesOf(reader, name, budget)) {
        if (language.target >= IS_DIRECTORY) continue;
        reader.bytes(language.target, DIRECTORY_BYTES, TREE);
        found.push(language.target);
      }
    }
  }
  return found;
}

function directoriesOf(reader: FieldReader, entry: Entry, budget: ByteBudget): Entry[] {
  return entry.target >= IS_DIRECTORY ? entriesAt(reader, entry.target - IS_DIRECTORY, budget) : [];
}

function entriesAt(reader: FieldReader, offset: number, budget: ByteBudget): Entry[] {
  const header = reader.view(offset, DIRECTORY_BYTES, TREE);
  const named = header.getUint16(12, true);
  const count = named + header.getUint16(14, true);
  budget.spend(DIRECTORY_BYTES + count * ENTRY_BYTES, TREE);
  const table = reader.view(offset + DIRECTORY_BYTES, count * ENTRY_BYTES, TREE);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    const nameOrId = table.getUint32(index * ENTRY_BYTES, true);
    // The first entries are named: a length in UTF-16 units, then the text.
    if (index < named) {
      const nameOffset = nameOrId % IS_DIRECTORY;
      const nameBytes = reader.u16(nameOffset, TREE) * 2;
      reader.bytes(nameOffset + 2, nameBytes, TREE);
      budget.spend(nameBytes, TREE);
    }
    entries.push({nameOrId, target: table.getUint32(index * ENTRY_BYTES + 4, true)});
  }
  return entries;
}
