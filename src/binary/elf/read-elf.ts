import type {ByteSource} from '../byte-source.ts';
import type {ElfFacts} from '../facts.ts';
import {bindsNow, hasTextRelocations, isExecutable, libraryNames} from './dynamic-facts.ts';
import {type ElfImage, openElf} from './image.ts';
import {isInitHook} from './init-hooks.ts';
import {elfMachine} from './machine.ts';
import {readNotes} from './notes.ts';
import {PT_GNU_RELRO, PT_GNU_STACK, PT_INTERP} from './program-headers.ts';
import type {StringTable} from './string-table.ts';
import {readSymbols, type SymbolColumns} from './symbol-table.ts';
import {undefinedSymbol} from './undefined-symbol.ts';
import {type NeededVersion, readVersionNeeds, versionsOf} from './version-needs.ts';

/**
 * Reads what ld.so reads of an ELF file, by its program headers and PT_DYNAMIC; the section table may be missing.
 * Throws {@link UnreadableError} and nothing else.
 */
export function readElf(source: ByteSource): ElfFacts {
  const image = openElf(source);
  const {header, segments, dynamic, budget} = image;
  const {bits, machineCode, reader} = header;
  const interpreter = readInterpreter(image);
  return {
    format: 'elf',
    machine: elfMachine(machineCode, bits, reader.littleEndian),
    machineCode,
    bits,
    endian: reader.littleEndian ? 'little' : 'big',
    type: dynamic && isExecutable(dynamic, interpreter !== null) ? 'executable' : header.type,
    osAbi: header.osAbi,
    flags: header.flags,
    interpreter,
    ...dynamicFacts(image),
    ...readNotes(header, segments, budget),
    stack: stackOf(image),
    hardening: hardeningOf(image),
  };
}

type FactsOfDynamic = Pick<
  ElfFacts,
  | 'soname'
  | 'needed'
  | 'rpath'
  | 'runpath'
  | 'versionNeeds'
  | 'undefinedSymbols'
  | 'exportCount'
  | 'initHooks'
>;

function dynamicFacts(image: ElfImage): FactsOfDynamic {
  const {header, segments, dynamic, budget} = image;
  if (dynamic === null) return NO_DYNAMIC;
  const {strings} = dynamic;
  const needs = readVersionNeeds(header, segments, dynamic, strings, budget);
  const symbols = readSymbols(header, segments, dynamic);
  return {
    ...libraryNames(dynamic, strings),
    versionNeeds: Object.fromEntries(
      [...needs.byLibrary].map(([library, versions]) => [library, [...versions]]),
    ),
    exportCount: symbols.exportedNames.length,
    ...symbolNames(strings, symbols, versionsOf(symbols.undefinedIndexes, header, segments, dynamic, needs)),
  };
}

const NO_DYNAMIC: FactsOfDynamic = {
  soname: null,
  needed: [],
  rpath: [],
  runpath: [],
  versionNeeds: {},
  undefinedSymbols: [],
  exportCount: 0,
  initHooks: [],
};

/** Undefined names and hooks in one pass, since the string table may be long. */
function symbolNames(
  strings: StringTable,
  symbols: SymbolColumns,
  versions: readonly (NeededVersion | null)[],
): Pick<ElfFacts, 'undefinedSymbols' | 'initHooks'> {
  const undefinedCount = symbols.undefinedNames.length;
  const names: string[] = new Array(undefinedCount).fill('');
  const hooks: {index: number; name: string}[] = [];
  const all = new Uint32Array(undefinedCount + symbols.exportedNames.length);
  all.set(symbols.undefinedNames);
  all.set(symbols.exportedNames, undefinedCount);
  strings.visit(all, 'the name of a symbol', (bytes, start, index) => {
    if (index < undefinedCount) names[index] = strings.decode(bytes, start);
    else if (isInitHook(bytes, start)) hooks.push({index, name: strings.decode(bytes, start)});
  });
  return {
    undefinedSymbols: names.map((name, i) =>
      undefinedSymbol(name, symbols.undefinedWeak[i] === true, versions[i] ?? null),
    ),
    // A long table is not passed through in the order of the symbols.
    initHooks: hooks.sort((a, b) => a.index - b.index).map(({name}) => name),
  };
}

function readInterpreter({header, segments}: ElfImage): string | null {
  const segment = segments.find(({type}) => type === PT_INTERP);
  if (segment === undefined || segment.fileBytes === 0) return null;
  return header.reader.cString(segment.offset, 'the name of the program interpreter');
}

function stackOf({segments}: ElfImage): ElfFacts['stack'] {
  const segment = segments.findLast(({type}) => type === PT_GNU_STACK);
  if (segment === undefined) return 'none';
  return segment.executable ? 'executable' : 'non-executable';
}

function hardeningOf({segments, dynamic}: ElfImage): ElfFacts['hardening'] {
  const hasRelro = segments.some(({type}) => type === PT_GNU_RELRO);
  const bindNow = dynamic !== null && bindsNow(dynamic);
  return {
    relro: hasRelro ? (bindNow ? 'full' : 'partial') : 'none',
    bindNow,
    textRelocations: dynamic !== null && hasTextRelocations(dynamic),
  };
}
