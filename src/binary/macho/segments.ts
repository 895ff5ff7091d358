import {decodeText} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {FILE_TYPE, type MachHeader} from './header.ts';
import {commandView, LC, type LoadCommand} from './load-commands.ts';

/** Layout of segment_command and segment_command_64 with their sections (<mach-o/loader.h>), in bytes. */
const LAYOUTS = {
  32: {size: 56, fileOffset: 32, fileSize: 36, sectionCount: 48, sectionBytes: 68, sectionSize: 36},
  64: {size: 72, fileOffset: 40, fileSize: 48, sectionCount: 64, sectionBytes: 80, sectionSize: 40},
} as const;

const SEGMENT_NAME_OFFSET = 16;
const NAME_BYTES = 16;

const isSegment = (command: LoadCommand): boolean =>
  command.kind === LC.segment || command.kind === LC.segment64;

/** Throws `truncated` where a segment that is mapped lies past the end of the slice: neither kernel nor dyld loads such an image. */
export function checkSegments(header: MachHeader, commands: readonly LoadCommand[]): void {
  const {object, dsym} = FILE_TYPE;
  if (header.fileType === object || header.fileType === dsym) return;
  for (const command of commands) {
    if (!isSegment(command)) continue;
    const layout = LAYOUTS[command.kind === LC.segment64 ? 64 : 32];
    commandView(header, command, layout.size, 'a segment command');
    const word = (offset: number) => readWord(header, command, offset);
    if (word(layout.fileOffset) + word(layout.fileSize) > header.reader.size) {
      const name = sectionName(header, command.offset + 8);
      throw new UnreadableError('truncated', `the segment ${name} lies past the end of the file`);
    }
  }
}

/** True where a segment has a section of one of these names that is not empty; sections are judged by their own segment name. */
export function hasSection(
  header: MachHeader,
  commands: readonly LoadCommand[],
  segment: string,
  sections: ReadonlySet<string>,
): boolean {
  return commands.filter(isSegment).some(command => {
    const layout = LAYOUTS[command.kind === LC.segment64 ? 64 : 32];
    const count = commandView(header, command, layout.size, 'a segment command')(layout.sectionCount);
    const fitting = Math.floor((command.size - layout.size) / layout.sectionBytes);
    for (let index = 0; index < Math.min(count, fitting); index++) {
      const at = layout.size + index * layout.sectionBytes;
      if (
        sections.has(sectionName(header, command.offset + at)) &&
        sectionName(header, command.offset + at + SEGMENT_NAME_OFFSET) === segment &&
        readWord(header, command, at + layout.sectionSize) > 0
      ) {
        return true;
      }
    }
    return false;
  });
}

/** A 32- or 64-bit field of a segment command; past 2^53 it is out of range whatever its last digits are. */
function readWord(header: MachHeader, command: LoadCommand, offset: number): number {
  const what = 'a segment command';
  return command.kind === LC.segment64
    ? Number(header.reader.u64(command.offset + offset, what))
    : header.reader.u32(command.offset + offset, what);
}

function sectionName(header: MachHeader, offset: number): string {
  const bytes = header.reader.bytes(offset, NAME_BYTES, 'a segment command');
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}
