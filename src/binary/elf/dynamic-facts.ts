import type {ElfFacts} from '../facts.ts';
import {DT, type DynamicSection} from './dynamic-section.ts';
import type {StringTable} from './string-table.ts';

const DF_TEXTREL = 0x4;
const DF_BIND_NOW = 0x8;
const DF_1_NOW = 0x1;
const DF_1_PIE = 0x08000000;

/** The names in the dynamic section that say where libraries are. Throws {@link UnreadableError} `truncated`. */
export function libraryNames(
  {needed, values}: DynamicSection,
  strings: StringTable,
): Pick<ElfFacts, 'soname' | 'needed' | 'rpath' | 'runpath'> {
  const textOf = (tag: number, what: string): string | null => {
    const offset = values.get(tag);
    return offset === undefined ? null : strings.text(offset, what);
  };
  return {
    soname: textOf(DT.SONAME, 'DT_SONAME'),
    needed: needed.map(offset => strings.text(offset, 'the name of a needed library')),
    rpath: searchPath(textOf(DT.RPATH, 'DT_RPATH')),
    runpath: searchPath(textOf(DT.RUNPATH, 'DT_RUNPATH')),
  };
}

/** An empty path names no folder (glibc ignores it), while an empty entry in a path names the current one. */
function searchPath(text: string | null): string[] {
  return text ? text.split(':') : [];
}

/** Whether all symbols are bound when the file is loaded. */
export function bindsNow({values}: DynamicSection): boolean {
  return (
    values.has(DT.BIND_NOW) || hasFlag(values, DT.FLAGS, DF_BIND_NOW) || hasFlag(values, DT.FLAGS_1, DF_1_NOW)
  );
}

/** Whether relocations write to the code. */
export function hasTextRelocations({values}: DynamicSection): boolean {
  return values.has(DT.TEXTREL) || hasFlag(values, DT.FLAGS, DF_TEXTREL);
}

/**
 * Whether an ET_DYN file is a position-independent executable: linkers mark it so, those before 2016 only by the
 * DT_DEBUG entry that they write for executables and never for libraries.
 */
export function isExecutable({values}: DynamicSection, hasInterpreter: boolean): boolean {
  return hasFlag(values, DT.FLAGS_1, DF_1_PIE) || (hasInterpreter && values.has(DT.DEBUG));
}

function hasFlag(values: DynamicSection['values'], tag: number, flag: number): boolean {
  return ((values.get(tag) ?? 0) & flag) !== 0;
}
