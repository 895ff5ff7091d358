import {asBuffer, type FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';

/** Notes of a core that say what the process was (include/uapi/linux/elf.h). */
export interface CoreNotes {
  /** NT_FILE: which files were mapped where. */
  readonly files: Uint8Array | null;
  /** NT_AUXV: what the kernel told the program at its start. */
  readonly auxiliaryVector: Uint8Array | null;
  /** NT_PRPSINFO: names of the program and its arguments. */
  readonly program: Uint8Array | null;
}

const TYPES: ReadonlyMap<number, keyof CoreNotes> = new Map([
  [3, 'program'],
  [6, 'auxiliaryVector'],
  [0x4649_4c45, 'files'],
]);

const HEADER_BYTES = 12;
const NAME = 'CORE';

/** The kernel writes 4 MiB of NT_FILE unless an administrator raises it (core_file_note_size_limit). */
const MAX_NOTE_BYTES = 64 * 1024 * 1024;

/** Five and more for each thread. */
const MAX_NOTES = 2 ** 20;

/**
 * The three notes, from the areas that PT_NOTE names. Ends at the first that is unsound, and as soon as it has all: the
 * registers of a thousand threads may follow.
 */
export function readCoreNotes(
  reader: FieldReader,
  areas: readonly {readonly offset: number; readonly fileBytes: number}[],
): CoreNotes {
  const found: {-readonly [Key in keyof CoreNotes]: CoreNotes[Key]} = {
    files: null,
    auxiliaryVector: null,
    program: null,
  };
  let count = 0;
  for (const {offset, fileBytes} of areas) {
    for (const {type, at, bytes} of notesIn(reader, offset, offset + fileBytes)) {
      const key = TYPES.get(type);
      if (key !== undefined && found[key] === null && bytes <= MAX_NOTE_BYTES) {
        found[key] = Uint8Array.from(reader.bytes(at, bytes, 'a note of the core'));
        if (found.files && found.auxiliaryVector && found.program) return found;
      }
      if (++count > MAX_NOTES) throw new UnreadableError('unsupported', 'it has more notes than any process');
    }
  }
  return found;
}

/** The notes named `CORE`; those of core files are aligned to four bytes in both classes. */
function* notesIn(
  reader: FieldReader,
  start: number,
  end: number,
): Generator<{readonly type: number; readonly at: number; readonly bytes: number}> {
  const what = 'a note of the core';
  for (let at = start; at + HEADER_BYTES <= end; ) {
    // Of a core that is cut within its notes, what is there counts.
    if (at + HEADER_BYTES > reader.size) return;
    const head = reader.view(at, HEADER_BYTES, what);
    const nameBytes = head.getUint32(0, reader.littleEndian);
    const bytes = head.getUint32(4, reader.littleEndian);
    const type = head.getUint32(8, reader.littleEndian);
    const content = at + HEADER_BYTES + roundUp(nameBytes);
    if (content + bytes > Math.min(end, reader.size)) return;
    if (nameBytes === NAME.length + 1 && isNamed(reader.bytes(at + HEADER_BYTES, nameBytes, what))) {
      yield {type, at: content, bytes};
    } else yield {type: 0, at: content, bytes};
    at = content + roundUp(bytes);
  }
}

function isNamed(name: Uint8Array): boolean {
  return asBuffer(name).toString('latin1', 0, NAME.length) === NAME;
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
