import {type MappedImage, readMappedImage, whatBegins} from '../mapped/mapped-image.ts';
import {UnreadableError} from '../unreadable.ts';
import type {CoreFacts} from './read-core.ts';

/** A binary that was loaded in the process of a core. */
export interface CoreImage {
  /** As the process saw it; null in a core without NT_FILE. */
  readonly path: string | null;
  readonly start: bigint;
  /** Whether the file had been deleted, or another put in its place, when the core was written. */
  readonly isDeleted: boolean;
  /** Whether it is the program itself, as far as the core says. */
  readonly isProgram: boolean;
  /** Whether the core has its first bytes; where not, only that a part of it was executable speaks for a binary. */
  readonly isSeen: boolean;
}

/** Processes have hundreds; a hostile core names the same memory a million times. */
const MAX_IMAGES = 4096;

/** The binaries of a core, by address. Data files that were mapped are left out. Throws {@link UnreadableError}. */
export function coreImages(core: CoreFacts): readonly CoreImage[] {
  const images = core.files === null ? unnamedImages(core) : namedImages(core);
  if (images.length > MAX_IMAGES) {
    throw new UnreadableError(
      'unsupported',
      `it names ${images.length} binaries, more than any process loads`,
    );
  }
  return images.toSorted((a, b) => (a.start < b.start ? -1 : 1));
}

/** What the core has kept of an image; null where its headers are not in it. */
export function readCoreImage(core: CoreFacts, image: CoreImage): MappedImage | null {
  return readMappedImage(core.memory, image.start);
}

interface Mapping {
  /** The first place where the file's own beginning is mapped, a binary's if there is one. */
  start: bigint;
  begins: ReturnType<typeof whatBegins>;
  isExecutable: boolean;
  isProgram: boolean;
  isDeleted: boolean;
}

function namedImages({files, memory, programHeadersAddress}: CoreFacts): CoreImage[] {
  const byPath = new Map<string, Mapping>();
  for (const {path, start, end, fileOffset, isDeleted} of files ?? []) {
    const isExecutable = memory.segmentAt(start)?.isExecutable === true;
    const isProgram =
      programHeadersAddress !== null && programHeadersAddress >= start && programHeadersAddress < end;
    const begins = fileOffset === 0n ? whatBegins(memory, start) : 'unknown';
    const known = byPath.get(path);
    if (!known) {
      byPath.set(path, {start, begins, isExecutable, isProgram, isDeleted});
      continue;
    }
    known.isExecutable ||= isExecutable;
    known.isProgram ||= isProgram;
    if (isBinary(begins) && !isBinary(known.begins)) Object.assign(known, {start, begins});
  }
  return [...byPath].flatMap(([path, {start, begins, isExecutable, isProgram, isDeleted}]) => {
    const isSeen = isBinary(begins);
    if (!isSeen && (begins === 'other' || !isExecutable)) return [];
    return [{path, start, isDeleted, isProgram, isSeen}];
  });
}

/** By the first bytes of each segment. */
function unnamedImages({segments, memory, programHeadersAddress, vdsoAddress}: CoreFacts): CoreImage[] {
  return segments
    .filter(({address, fileBytes}) => fileBytes > 0 && address !== vdsoAddress)
    .filter(({address}) => isBinary(whatBegins(memory, address)))
    .map(({address, fileBytes}) => ({
      path: null,
      start: address,
      isDeleted: false,
      isProgram:
        programHeadersAddress !== null &&
        programHeadersAddress >= address &&
        programHeadersAddress < address + BigInt(fileBytes),
      isSeen: true,
    }));
}

function isBinary(begins: ReturnType<typeof whatBegins>): boolean {
  return begins === 'elf' || begins === 'pe';
}
