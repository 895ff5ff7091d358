import type {ByteSource} from '../byte-source.ts';
import type {DebugFacts} from '../facts.ts';
import {type MachImage, readMachImages} from './image.ts';
import {hasSection} from './segments.ts';
import {isLocal, readSymbolTable, symbolEntries} from './symbol-table.ts';

/** `n_type` of the stab that names an object file with the DWARF of this image (<mach-o/stab.h>). */
const N_OSO = 0x66;

/** Compressed DWARF has a `z` before its name. */
const DEBUG_INFO: ReadonlySet<string> = new Set(['__debug_info', '__zdebug_info']);

/**
 * What debug information a file has; of a fat file what all of its slices have. Mach-O linkers leave DWARF in the
 * object files and write a debug map (N_OSO) from which dsymutil collects it. Throws only `UnreadableError`.
 */
export function readMachODebugFacts(source: ByteSource): DebugFacts {
  const images = readMachImages(source).images.map(readImage);
  return {
    dwarf: images.every(image => image.dwarf),
    debugMap: images.every(image => image.debugMap),
    symbolTable: images.every(image => image.symbolTable),
    debugLink: null,
  };
}

function readImage({header, commands}: MachImage) {
  const dwarf = hasSection(header, commands, '__DWARF', DEBUG_INFO);
  const table = readSymbolTable(header, commands);
  let debugMap = false;
  let symbolTable = false;
  if (table) {
    for (const {type} of symbolEntries(table, table.locals ?? table.all)) {
      debugMap ||= type === N_OSO;
      // A stripped image keeps external symbols, and at most a stab that says it was stripped.
      symbolTable ||= isLocal(type);
      if (debugMap && symbolTable) break;
    }
  }
  return {dwarf, debugMap, symbolTable};
}
