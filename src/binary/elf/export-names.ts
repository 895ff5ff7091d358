import type {ByteSource} from '../byte-source.ts';
import {openElf} from './image.ts';
import {readSymbols} from './symbol-table.ts';

/**
 * The names that ld.so finds in this file for others, without their versions: all, or those that are wanted. Throws
 * {@link UnreadableError} and nothing else.
 */
export function readElfExportNames(
  source: ByteSource,
  wanted: ReadonlySet<string> | null = null,
): ReadonlySet<string> {
  const {header, segments, dynamic} = openElf(source);
  const names = new Set<string>();
  if (dynamic === null) return names;
  const {strings} = dynamic;
  const {exportedNames} = readSymbols(header, segments, dynamic);
  strings.visit(exportedNames, 'the name of an exported symbol', (bytes, start) => {
    const name = strings.decode(bytes, start);
    // A real library exports 200,000 names, which are 60 MB.
    if (wanted === null || wanted.has(name)) names.add(name);
  });
  return names;
}
