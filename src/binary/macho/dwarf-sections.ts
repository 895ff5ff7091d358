import type {ByteSource} from '../byte-source.ts';
import {SectionCollector} from '../dwarf/section-collector.ts';
import type {DwarfSections} from '../dwarf/sections.ts';
import {decodeText} from '../field-reader.ts';
import type {MachHeader} from './header.ts';
import {type MachImage, readMachImages} from './image.ts';
import {commandView, LC, type LoadCommand} from './load-commands.ts';

/** Layout of segment_command and segment_command_64 and of the sections behind them (<mach-o/loader.h>), in bytes. */
const LAYOUTS = {
  32: {segmentBytes: 56, countAt: 48, sectionBytes: 68, sizeAt: 36, offsetAt: 40},
  64: {segmentBytes: 72, countAt: 64, sectionBytes: 80, sizeAt: 40, offsetAt: 48},
} as const;

const SEGMENT_NAME_AT = 16;
const NAME_BYTES = 16;

/**
 * The DWARF of each slice with its size in bytes, in file order: of a .dSYM bundle's file, or of an object file, where
 * offsets into other sections stand as they are. Throws {@link UnreadableError}.
 */
export function readMachODwarfSections(
  source: ByteSource,
): readonly {readonly dwarf: DwarfSections; readonly sizeBytes: number}[] {
  return readMachImages(source).images.map(image => ({
    dwarf: sectionsOf(image),
    sizeBytes: image.header.reader.size,
  }));
}

function sectionsOf({header, commands}: MachImage): DwarfSections {
  const {reader, bits} = header;
  const collector = new SectionCollector(reader.source, {bits, littleEndian: reader.littleEndian});
  for (const command of commands) {
    if (command.kind !== LC.segment && command.kind !== LC.segment64) continue;
    addSections(header, command, collector);
  }
  return collector.done();
}

/** An object file has one segment for all, so that each section tells the segment that it belongs to. */
function addSections(header: MachHeader, command: LoadCommand, collector: SectionCollector): void {
  const what = 'a segment command';
  const {reader} = header;
  const isLong = command.kind === LC.segment64;
  const layout = LAYOUTS[isLong ? 64 : 32];
  const stated = commandView(header, command, layout.segmentBytes, what)(layout.countAt);
  const fitting = Math.floor((command.size - layout.segmentBytes) / layout.sectionBytes);
  const text = (at: number): string =>
    decodeText(reader.bytes(at, NAME_BYTES, what)).replace(/\0[\s\S]*$/, '');
  for (let index = 0; index < Math.min(stated, fitting); index++) {
    const at = command.offset + layout.segmentBytes + index * layout.sectionBytes;
    if (text(at + SEGMENT_NAME_AT) !== '__DWARF') continue;
    const size = isLong ? Number(reader.u64(at + layout.sizeAt, what)) : reader.u32(at + layout.sizeAt, what);
    if (size > 0) collector.add(text(at), reader.u32(at + layout.offsetAt, what), size, false);
  }
}
