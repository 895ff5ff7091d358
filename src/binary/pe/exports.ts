import {UnreadableError} from '../unreadable.ts';
import {ByteBudget} from './byte-budget.ts';
import {directoryIndex} from './headers.ts';
import type {PeImage} from './image.ts';

/** The export directory: the name of the file as linked, and where the sorted table of names is. */
export interface ExportDirectory {
  /** Null where the directory names no file. */
  readonly fileName: string | null;
  readonly nameCount: number;
  /** RVA of the table of RVAs of names. */
  readonly namePointers: number;
}

const DIRECTORY_BYTES = 40;
const TABLE = 'the table of exported names';
const NAME = 'an exported name';

/** Reads the export directory; null without one. Throws `UnreadableError` where its table of names is not in the file. */
export function readExportDirectory(image: PeImage): ExportDirectory | null {
  const rva = image.headers.directories[directoryIndex.exports]?.rva ?? 0;
  if (rva === 0) return null;
  const directory = image.view(rva, DIRECTORY_BYTES, 'the export directory');
  const fileName = directory.getUint32(12, true);
  const nameCount = directory.getUint32(24, true);
  const namePointers = directory.getUint32(32, true);
  if (nameCount > 0 && nameCount * 4 > image.backed(namePointers, TABLE)) {
    throw new UnreadableError('truncated', `${TABLE} ends past the end of its section`);
  }
  return {
    fileName: fileName !== 0 && image.holds(fileName) ? image.cString(fileName, NAME) : null,
    nameCount,
    namePointers,
  };
}

/** The exported name at `index` of the table. */
export function exportedNameAt(image: PeImage, exports: ExportDirectory, index: number): string {
  const pointer = image.view(exports.namePointers + index * 4, 4, TABLE).getUint32(0, true);
  return image.cString(pointer, NAME);
}

/** All exported names, one by one in table order; forwarders are exports too. */
export function* listExportedNames(image: PeImage, exports: ExportDirectory): Generator<string> {
  const budget = new ByteBudget(image.reader.size);
  for (let index = 0; index < exports.nameCount; index++) {
    const name = exportedNameAt(image, exports, index);
    budget.spend(4 + name.length, TABLE);
    yield name;
  }
}
