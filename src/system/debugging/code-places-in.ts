import {type CodePlace, type LocateOptions, locateCode} from '../../binary/dwarf/locate-code.ts';
import {readElfDwarfSections} from '../../binary/elf/sections-for-debug.ts';
import {readBinaryFile} from '../read-binary-file.ts';

/**
 * What the DWARF of an ELF file says of virtual addresses, in their order: innermost function first; empty where it says
 * nothing, or cannot be read. Throws a UserError for a file that is not there.
 */
export function codePlacesIn(
  path: string,
  addresses: readonly number[],
  options: LocateOptions = {},
): readonly (readonly CodePlace[])[] {
  return (
    readBinaryFile(path, source =>
      locateCode(readElfDwarfSections(source, {isScattered: true}), source.size, addresses, options),
    ) ?? addresses.map(() => [])
  );
}
