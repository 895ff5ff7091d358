import {ByteBudget} from './byte-budget.ts';
import {type ExportDirectory, exportedNameAt, listExportedNames} from './exports.ts';
import type {PeImage} from './image.ts';

/** Prefixes of module initialisation hooks (PEP 489, PEP 793; `init` is Python 2's), in the order of the name table. */
const PREFIXES = ['PyInitU_', 'PyInit_', 'PyModExportU_', 'PyModExport_', 'init'] as const;

/** Below this many names a plain scan reads no more pages of the file than a search would. */
const SCAN_NAMES = 64;

/** A name out of order was met: the table cannot be searched. */
const UNSORTED = Symbol('unsorted');

/**
 * Exported names that start like an initialisation hook, found by binary search: the specification has the names
 * sorted, and the loader searches them so. Where the search meets names out of order, all are looked at.
 */
export function findInitHooks(image: PeImage, exports: ExportDirectory): string[] {
  if (exports.nameCount > SCAN_NAMES) {
    const found = searchAll(image, exports);
    if (found !== UNSORTED) return found;
  }
  const hooks: string[] = [];
  for (const name of listExportedNames(image, exports)) {
    if (PREFIXES.some(prefix => name.startsWith(prefix))) hooks.push(name);
  }
  return hooks;
}

function searchAll(image: PeImage, exports: ExportDirectory): string[] | typeof UNSORTED {
  const hooks: string[] = [];
  const budget = new ByteBudget(image.reader.size);
  for (const prefix of PREFIXES) {
    let index = lowerBound(image, exports, prefix);
    if (index === UNSORTED) return UNSORTED;
    for (; index < exports.nameCount; index++) {
      const name = exportedNameAt(image, exports, index);
      if (!name.startsWith(prefix)) break;
      if (name <= (hooks.at(-1) ?? '')) return UNSORTED;
      budget.spend(4 + name.length, 'the table of exported names');
      hooks.push(name);
    }
  }
  return hooks;
}

/** Index of the first name that is not below `prefix`. */
function lowerBound(image: PeImage, exports: ExportDirectory, prefix: string): number | typeof UNSORTED {
  let low = 0;
  let high = exports.nameCount;
  let below = '';
  let above: string | undefined;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const name = exportedNameAt(image, exports, middle);
    if (name < below || (above !== undefined && name > above)) return UNSORTED;
    if (name < prefix) {
      low = middle + 1;
      below = name;
    } else {
      high = middle;
      above = name;
    }
  }
  return low;
}
