import type {ByteSource} from '../byte-source.ts';

/** The sections that tell how a file was compiled and where its code comes from, by their names without prefix. */
export type DwarfSectionName =
  | 'aranges'
  | 'info'
  | 'abbrev'
  | 'str'
  | 'line'
  | 'line_str'
  | 'str_offsets'
  | 'ranges'
  | 'rnglists'
  | 'addr';

/** The DWARF of one file; sections are as they were before anybody compressed them. */
export interface DwarfSections {
  readonly littleEndian: boolean;
  readonly sections: ReadonlyMap<DwarfSectionName, ByteSource>;
}

/** Longer section names than this are none of ours, in bytes. */
export const MAX_SECTION_NAME_BYTES = '.zdebug_str_offsets'.length + 1;

const NAMES: ReadonlyMap<string, DwarfSectionName> = new Map([
  ['aranges', 'aranges'],
  ['info', 'info'],
  ['abbrev', 'abbrev'],
  ['str', 'str'],
  ['line', 'line'],
  ['line_str', 'line_str'],
  ['str_offsets', 'str_offsets'],
  ['ranges', 'ranges'],
  ['rnglists', 'rnglists'],
  ['addr', 'addr'],
  // Mach-O has 16 bytes for a name.
  ['str_offs', 'str_offsets'],
]);

/**
 * Which section of ours has this name (`.debug_info`, `__debug_info`); null for all others. A `z` (`.zdebug_info`) says
 * that GNU tools compressed it before ELF had a flag for that.
 */
export function dwarfSection(
  name: string,
): {readonly name: DwarfSectionName; readonly isOldCompressed: boolean} | null {
  const [, compressed, rest = ''] = /^(?:\.|__)(z?)debug_(.*)$/.exec(name) ?? [];
  const known = NAMES.get(rest);
  return known === undefined ? null : {name: known, isOldCompressed: compressed === 'z'};
}
