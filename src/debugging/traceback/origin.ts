import type {CFrame} from './model.ts';

/** The patterns of `templates/runtime/walker/origins.json`, by which the walker knows whose code a binary holds. */
export interface OriginPatterns {
  readonly systemPath: string;
  readonly interpreterPath: string;
  readonly interpreterName: string;
  readonly systemName: string;
  /** Those of the system's that are the C library. */
  readonly cLibraryName: string;
}

/** Whose code a binary holds, by its path; as pyxdbg_walker/origin.py says it of a frame. */
export function originOf(patterns: OriginPatterns): (path: string) => CFrame['origin'] {
  const rules = [
    {origin: 'system', pattern: new RegExp(patterns.systemPath, 'i'), ofName: false},
    {origin: 'interpreter', pattern: new RegExp(patterns.interpreterPath, 'i'), ofName: false},
    {origin: 'interpreter', pattern: new RegExp(patterns.interpreterName), ofName: true},
    {origin: 'system', pattern: new RegExp(patterns.systemName), ofName: true},
  ] as const;
  return path => {
    const name = path.split(/[\\/]/).at(-1) ?? '';
    return rules.find(({pattern, ofName}) => pattern.test(ofName ? name : path))?.origin ?? 'user';
  };
}
