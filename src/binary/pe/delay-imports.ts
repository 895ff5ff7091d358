import type {ImportedLibrary} from '../facts.ts';
import {ByteBudget} from './byte-budget.ts';
import {directoryIndex} from './headers.ts';
import type {PeImage} from './image.ts';
import {readThunks} from './thunks.ts';

const DESCRIPTOR_BYTES = 32;
const TABLE = 'the delay import table';
const NAME = 'the name of a delay-loaded library';

/** The delay import table (delayimp.h, `ImgDelayDescr`). Throws `UnreadableError`. */
export function readDelayImports(image: PeImage): ImportedLibrary[] {
  const libraries: ImportedLibrary[] = [];
  const start = image.headers.directories[directoryIndex.delayImports]?.rva ?? 0;
  if (start === 0) return libraries;
  const budget = new ByteBudget(image.reader.size);
  for (let rva = start; ; rva += DESCRIPTOR_BYTES) {
    const descriptor = image.view(rva, DESCRIPTOR_BYTES, TABLE);
    const name = descriptor.getUint32(4, true);
    if (name === 0) return libraries;
    const base = addressBase(image, descriptor.getUint32(0, true));
    const library = image.cString(name - base, NAME);
    budget.spend(DESCRIPTOR_BYTES + library.length, TABLE);
    libraries.push({library, ...readThunks(image, descriptor.getUint32(16, true) - base, base, budget)});
  }
}

/**
 * Bit 0 of the attributes says that addresses are RVAs. Visual C++ 6 wrote virtual addresses instead, which a 64-bit
 * image has no room for.
 */
function addressBase(image: PeImage, attributes: number): number {
  return (attributes & 1) === 0 && image.headers.bits === 32 ? image.headers.imageBase : 0;
}
