import {decodeText, MAX_NAME_BYTES} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import type {MachHeader} from './header.ts';

/** One load command: where it lies and how long it is, in bytes of the slice. */
export interface LoadCommand {
  /** LC_* without LC_REQ_DYLD, which only tells dyld whether it may skip a command that it does not know. */
  readonly kind: number;
  readonly offset: number;
  readonly size: number;
}

const LC_REQ_DYLD = 0x80000000;

/** LC_* of <mach-o/loader.h>, without LC_REQ_DYLD. */
export const LC = {
  segment: 0x1,
  symtab: 0x2,
  dysymtab: 0xb,
  loadDylib: 0xc,
  idDylib: 0xd,
  loadWeakDylib: 0x18,
  segment64: 0x19,
  uuid: 0x1b,
  rpath: 0x1c,
  codeSignature: 0x1d,
  reexportDylib: 0x1f,
  lazyLoadDylib: 0x20,
  dyldInfo: 0x22,
  loadUpwardDylib: 0x23,
  versionMinMacos: 0x24,
  versionMinIos: 0x25,
  versionMinTvos: 0x2f,
  versionMinWatchos: 0x30,
  buildVersion: 0x32,
  dyldExportsTrie: 0x33,
} as const;

/** The load commands in file order; throws {@link UnreadableError} where one leaves the command area. */
export function readLoadCommands(header: MachHeader): readonly LoadCommand[] {
  const {reader, commandCount, commandsEnd} = header;
  const commands: LoadCommand[] = [];
  let offset = header.commandsOffset;
  for (let index = 0; index < commandCount; index++) {
    if (offset + 8 > commandsEnd) {
      throw new UnreadableError('truncated', `load command ${index} lies past the end of the load commands`);
    }
    const view = reader.view(offset, 8, 'a load command');
    const size = view.getUint32(4, reader.littleEndian);
    // Eight bytes are the two fields that every command has; a smaller size would also loop for ever.
    if (size < 8 || offset + size > commandsEnd) {
      throw new UnreadableError('truncated', `load command ${index} has the impossible size ${size}`);
    }
    commands.push({kind: (view.getUint32(0, reader.littleEndian) & ~LC_REQ_DYLD) >>> 0, offset, size});
    offset += size;
  }
  return commands;
}

/** The fields of a command, `length` bytes of it from its start; throws where the command is shorter. */
export function commandView(
  header: MachHeader,
  command: LoadCommand,
  length: number,
  what: string,
): (offset: number) => number {
  if (command.size < length) {
    throw new UnreadableError('truncated', `${what} is ${command.size} bytes long instead of ${length}`);
  }
  const view = header.reader.view(command.offset, length, what);
  return offset => view.getUint32(offset, header.reader.littleEndian);
}

/** The string that an `lc_str` field at `field` of the command points to: it ends at a NUL or with the command. */
export function commandString(header: MachHeader, command: LoadCommand, field: number, what: string): string {
  const start = commandView(header, command, field + 4, what)(field);
  if (start >= command.size) {
    throw new UnreadableError('truncated', `the name in ${what} lies outside of it`);
  }
  const length = Math.min(command.size - start, MAX_NAME_BYTES);
  const bytes = header.reader.bytes(command.offset + start, length, what);
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}
