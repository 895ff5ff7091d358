import type {ByteBudget} from './byte-budget.ts';
import type {PeImage} from './image.ts';

/** What one library's table of thunks imports, in table order. */
export interface ThunkNames {
  readonly symbols: readonly string[];
  readonly ordinals: readonly number[];
}

/** Thunks read at once: most tables end within the first such chunk. */
const CHUNK_BYTES = 2048;

const HINT_BYTES = 2;

const TABLE = 'an import lookup table';
const NAME = 'the name of an import';

/**
 * Reads thunks up to the zero that ends them. `base` is what to subtract from a thunk's address to get an RVA: 0, or
 * the image base for the old form of delay imports.
 */
export function readThunks(image: PeImage, tableRva: number, base: number, budget: ByteBudget): ThunkNames {
  const width = image.headers.bits === 64 ? 8 : 4;
  const names: {symbols: string[]; ordinals: number[]} = {symbols: [], ordinals: []};
  for (let rva = tableRva; ; ) {
    const room = image.extent(rva, TABLE);
    const chunkBytes = Math.max(width, Math.min(CHUNK_BYTES, room - (room % width)));
    const chunk = image.view(rva, chunkBytes, TABLE);
    for (let at = 0; at < chunkBytes; at += width) {
      const low = chunk.getUint32(at, true);
      const high = width === 8 ? chunk.getUint32(at + 4, true) : low;
      if (low === 0 && high === 0) return exactlyLong(names);
      budget.spend(width, TABLE);
      // The top bit marks an ordinal, in the low 16 bits; else it is the address of a 16-bit hint and the name.
      if (high >= 0x8000_0000) names.ordinals.push(low & 0xffff);
      else names.symbols.push(readName(image, low - base + HINT_BYTES, budget));
    }
    rva += chunkBytes;
  }
}

const NO_ORDINALS: readonly number[] = [];

/** Arrays that grew have room to spare, which for thousands of libraries adds up. */
function exactlyLong({symbols, ordinals}: ThunkNames): ThunkNames {
  return {symbols: symbols.slice(), ordinals: ordinals.length > 0 ? ordinals.slice() : NO_ORDINALS};
}

function readName(image: PeImage, rva: number, budget: ByteBudget): string {
  const name = image.cString(rva, NAME);
  budget.spend(name.length, NAME);
  return name;
}
