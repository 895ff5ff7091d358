import type {DebugUnit} from './debug-info.ts';

/** From what a debugger bears to what it bears least; `/O1` and `/O2` are Visual C++'s. */
const LEVELS = [
  '-Og',
  '-O1',
  '-O',
  '/O1',
  '-Oz',
  '-Os',
  'optimised',
  '-O2',
  '/O2',
  '/Ox',
  '-O3',
  '-O4',
  '-Ofast',
];

/** The optimisation of a unit as it is written on a command line: `-O0`, `-O2`, `/Od`; null where nobody tells. */
export function optimisationOf({options, optimised, producer}: DebugUnit): string | null {
  // The last one counts (GCC manual, "Options That Control Optimization").
  const option = options?.findLast(one => /^(-O(\d*|s|z|g|fast|none)|[-/]O[dx12])$/.test(one));
  if (option !== undefined) return option;
  if (optimised === null) return null;
  if (optimised) return 'optimised';
  return /^(clang|GNU)/i.test(producer ?? '') || options !== null ? '-O0' : 'not optimised';
}

/** Orders options for `Array.prototype.sort`: what a debugger bears least first. */
export function worstOptionFirst(a: string, b: string): number {
  return LEVELS.indexOf(b) - LEVELS.indexOf(a);
}

/** Whether `-Og` and nothing else made the unit differ from `-O0`. */
export function isForDebugging(unit: DebugUnit): boolean {
  return !unit.lto && optimisationOf(unit) === '-Og';
}
