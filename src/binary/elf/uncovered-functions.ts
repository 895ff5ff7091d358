import type {ByteSource} from '../byte-source.ts';
import type {AddressRange} from '../dwarf/unit-ranges.ts';
import {readElfHeader} from './elf-header.ts';
import {readFunctions} from './functions.ts';

/**
 * Names of functions that no compilation unit describes: out of assembler files and static libraries without debug
 * information. In the order of their addresses; `ranges` are those of all units. Throws {@link UnreadableError}.
 */
export function uncoveredFunctions(source: ByteSource, ranges: readonly AddressRange[]): readonly string[] {
  const header = readElfHeader(source);
  const sorted = ranges.toSorted((a, b) => a[0] - b[0]);
  const functions = readFunctions(header).toSorted((a, b) => a.address - b.address);
  const names = new Set<string>();
  let next = 0;
  let end = 0;
  for (const {address, nameAt} of functions) {
    for (let range = sorted[next]; range && range[0] <= address; range = sorted[++next]) {
      end = Math.max(end, range[1]);
    }
    if (address >= end) names.add(header.reader.cString(nameAt, 'the name of a symbol'));
  }
  return [...names];
}
