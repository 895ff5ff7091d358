import type {ElfFacts} from '../facts.ts';
import {UnreadableError} from '../unreadable.ts';
import type {ElfHeader} from './elf-header.ts';
import {PT_GNU_PROPERTY, PT_NOTE, type Segment} from './program-headers.ts';
import {readSections, SHT_NOTE} from './section-table.ts';
import type {WorkBudget} from './work-budget.ts';

const NOTE_HEADER_BYTES = 12;
/** What a note counts in the budget: looking at one takes longer than at its bytes. */
const NOTE_COST = 64;
const GNU_NAME = 'GNU\0';
const NT_GNU_BUILD_ID = 3;
const NT_GNU_PROPERTY_TYPE_0 = 5;
/** Linkers write 8 to 20 bytes, or what the user gives them; debuginfod takes no more than 64. */
const MAX_BUILD_ID_BYTES = 256;
/** x86-64 psABI, "Program Property": the instruction sets that the program needs, a bit for each level. */
const GNU_PROPERTY_X86_ISA_1_NEEDED = 0xc0008002;

/** What GNU notes tell. */
export interface NoteFacts {
  readonly buildId: string | null;
  readonly isaLevel: ElfFacts['isaLevel'];
}

/** Where notes lie; offset, size and alignment in bytes. */
interface NoteArea {
  readonly offset: number;
  readonly size: number;
  readonly align: number;
}

interface Note {
  readonly type: number;
  readonly at: number;
  readonly bytes: number;
}

/** Reads the notes by the program headers. Unsound notes are no reason to refuse a file: ld.so passes over them too. */
export function readNotes(header: ElfHeader, segments: readonly Segment[], budget: WorkBudget): NoteFacts {
  const isX86 = header.machineCode === 62 || header.machineCode === 3;
  let buildId: string | null = null;
  let isaLevel: NoteFacts['isaLevel'] = null;
  let isSound = true;
  const read = (area: NoteArea): void => {
    const notes = gnuNotes(header, area, budget);
    isSound &&= notes.isSound;
    for (const note of notes.found) {
      if (note.type === NT_GNU_BUILD_ID) buildId ??= identity(header, note);
      if (note.type === NT_GNU_PROPERTY_TYPE_0 && isX86) isaLevel ??= neededIsaLevel(header, note, budget);
    }
  };

  for (const {type, offset, fileBytes, align} of segments) {
    if (type === PT_NOTE || type === PT_GNU_PROPERTY) read({offset, size: fileBytes, align});
  }
  // Older patchelf moved note sections and left PT_NOTE on what took their place (NixOS/patchelf#217).
  if (buildId === null && !isSound) for (const section of noteSections(header)) read(section);
  return {buildId, isaLevel};
}

/** The build-id by the section table alone, for debug files, whose program headers are those of another file. */
export function readSectionBuildId(header: ElfHeader, budget: WorkBudget): string | null {
  for (const section of noteSections(header)) {
    const note = gnuNotes(header, section, budget).found.find(({type}) => type === NT_GNU_BUILD_ID);
    if (note) return identity(header, note);
  }
  return null;
}

function noteSections(header: ElfHeader): NoteArea[] {
  try {
    return [...readSections(header)].filter(({type}) => type === SHT_NOTE);
  } catch (error) {
    // The loader does not need the section table, so a broken one must not make the file unreadable.
    if (error instanceof UnreadableError) return [];
    throw error;
  }
}

function gnuNotes(
  {reader}: ElfHeader,
  area: NoteArea,
  budget: WorkBudget,
): {found: Note[]; isSound: boolean} {
  const found: Note[] = [];
  const end = area.offset + area.size;
  if (end > reader.size) return {found, isSound: false};
  // gABI asks for 8 in 64-bit files, but only .note.gnu.property follows it; the alignment of the whole tells.
  const align = area.align === 8 ? 8 : 4;
  const what = 'a note';
  for (let at = area.offset; at + NOTE_HEADER_BYTES <= end; ) {
    budget.spend(NOTE_COST);
    const head = reader.view(at, NOTE_HEADER_BYTES, what);
    const nameBytes = head.getUint32(0, reader.littleEndian);
    const bytes = head.getUint32(4, reader.littleEndian);
    const type = head.getUint32(8, reader.littleEndian);
    const content = at + roundUp(NOTE_HEADER_BYTES + nameBytes, align);
    if (content + bytes > end) return {found, isSound: false};
    if (nameBytes === GNU_NAME.length && isGnu(reader.bytes(at + NOTE_HEADER_BYTES, nameBytes, what))) {
      budget.spend(bytes);
      found.push({type, at: content, bytes});
    }
    at = content + roundUp(bytes, align);
  }
  return {found, isSound: true};
}

function neededIsaLevel({reader, bits}: ElfHeader, note: Note, budget: WorkBudget): NoteFacts['isaLevel'] {
  const what = 'a property note';
  for (let at = note.at; at + 8 <= note.at + note.bytes; ) {
    budget.spend(8);
    const type = reader.u32(at, what);
    const size = reader.u32(at + 4, what);
    if (type === GNU_PROPERTY_X86_ISA_1_NEEDED && size === 4) return highestLevel(reader.u32(at + 8, what));
    at += 8 + roundUp(size, bits / 8);
  }
  return null;
}

/** Higher levels include the lower ones, whose bits may be missing. */
function highestLevel(bits: number): NoteFacts['isaLevel'] {
  if (bits & 8) return 4;
  if (bits & 4) return 3;
  if (bits & 2) return 2;
  return bits & 1 ? 1 : null;
}

function identity({reader}: ElfHeader, {at, bytes}: Note): string | null {
  if (bytes === 0 || bytes > MAX_BUILD_ID_BYTES) return null;
  return Buffer.from(reader.bytes(at, bytes, 'the build-id')).toString('hex');
}

function isGnu(name: Uint8Array): boolean {
  return name.every((byte, i) => byte === GNU_NAME.charCodeAt(i));
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
