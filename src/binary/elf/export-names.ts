import type {ByteSource} from '../byte-source.ts';
import {openElf} from './image.ts';
import {readSymbols} from './symbol-table.ts';

/**
 * Every name that ld.so finds in this file for others, without its version. Throws {@link UnreadableError} and
 * nothing else.
 */
export function readElfExportNames(source: ByteSource): ReadonlySet<string> {
  const {header, segments, dynamic} = openElf(source);
  const names = new Set<string>();
  if (dynamic === null) return names;
  const {strings} = dynamic;
  const {exportedNames} = readSymbols(header, segments, dynamic);
  strings.visit(exportedNames, 'the name of an exported symbol', (bytes, start) => {
    names.add(strings.decode(bytes, start));
  });
  return names;
}
