import type {ImportedLibrary} from '../facts.ts';
import {ByteBudget} from './byte-budget.ts';
import {directoryIndex} from './headers.ts';
import type {PeImage} from './image.ts';
import {readThunks} from './thunks.ts';

const DESCRIPTOR_BYTES = 20;
const TABLE = 'the import table';
const NAME = 'the name of an imported library';

/** The import table: one entry per descriptor, so a library that has two is there twice. Throws `UnreadableError`. */
export function readImports(image: PeImage): ImportedLibrary[] {
  const libraries: ImportedLibrary[] = [];
  const start = image.headers.directories[directoryIndex.imports]?.rva ?? 0;
  if (start === 0) return libraries;
  const budget = new ByteBudget(image.reader.size);
  // As the loader does: the directory's size is ignored, a descriptor without a name or an address table is the end.
  for (let rva = start; ; rva += DESCRIPTOR_BYTES) {
    const descriptor = image.view(rva, DESCRIPTOR_BYTES, TABLE);
    const lookupTable = descriptor.getUint32(0, true);
    const nameRva = descriptor.getUint32(12, true);
    const addressTable = descriptor.getUint32(16, true);
    if (nameRva === 0 || addressTable === 0) return libraries;
    const library = image.cString(nameRva, NAME);
    budget.spend(DESCRIPTOR_BYTES + library.length, TABLE);
    // Old Borland and Watcom linkers write no lookup table: the address table holds the same until it is bound.
    const thunks = isLookupTable(image, lookupTable) ? lookupTable : addressTable;
    libraries.push({library, ...readThunks(image, thunks, 0, budget)});
  }
}

/** The loader, too, falls back to the address table where the lookup table is not in the image. */
function isLookupTable(image: PeImage, rva: number): boolean {
  return rva >= image.headers.headersSizeBytes && image.holds(rva);
}
