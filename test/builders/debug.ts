import type {DebugFile, DebugInfo, DebugUnit} from '../../src/rules/debug-info.ts';

/** A unit of gcc's, compiled as a debug build should be, its source there; but for what is given. */
export function unit(rest: Partial<DebugUnit> = {}): DebugUnit {
  const {source = 'src/speed.c', directory = '/home/me/project'} = rest;
  return {
    language: 'c',
    producer: 'GNU C17 12.2.0 -mtune=generic -g3 -O0 -fPIC',
    source,
    directory,
    path: source === null ? null : `${directory}/${source}`,
    exists: true,
    options: ['-mtune=generic', '-g3', '-O0', '-fPIC'],
    optimised: false,
    lto: false,
    ...rest,
  };
}

/** A unit of gcc's with this option in place of -O0. */
export function optimisedUnit(option: string, rest: Partial<DebugUnit> = {}): DebugUnit {
  return unit({options: ['-g', option], optimised: true, ...rest});
}

/** Debug information in the file itself with these units. */
export function dwarf(...units: readonly DebugUnit[]): DebugInfo {
  return debugInfo({compile: {format: 'dwarf', units}});
}

/** Debug information of which there is none, but for what is given. */
export function debugInfo(rest: Partial<DebugInfo> = {}): DebugInfo {
  return {compile: null, debugFile: noFile(), problem: null, isInObjectFiles: false, ...rest};
}

/** No debug file; `named` is what the binary calls it. */
export function noFile(named: string | null = null, looked: readonly string[] = []): DebugFile {
  return {state: 'none', named, looked};
}
