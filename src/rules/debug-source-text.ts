import {posix} from 'node:path';
import type {CompilationUnit} from '../binary/compile-facts.ts';
import type {DebugWorld} from './debug-info.ts';

/** Lines that ask for optimisation in those of a unit's files that belong to the project, as `path:line text`. */
export type SourceReader = (
  unit: Pick<CompilationUnit, 'producer' | 'files' | 'directory'>,
  primary: string,
) => readonly string[];

/** More than any source that a person wrote, in bytes; generated ones have no such lines. */
const MAX_SOURCE_BYTES = 4 * 1024 * 1024;

/** Longer lines are cut. */
const MAX_LINE = 60;

/**
 * What counts in a source whatever the options are, by the beginning of the producer's name; clang knows neither.
 * GCC manual, "Function Specific Option Pragmas" and "Common Function Attributes"; Visual C++, `optimize` pragma, which
 * with an empty list brings the options back. `optimize("O0")` asks for the opposite.
 */
const ASKS: readonly (readonly [producer: RegExp, lines: RegExp])[] = [
  [
    /^GNU /,
    /^[ \t]*#[ \t]*pragma[ \t]+GCC[ \t]+optimize\b(?!.*"-?O(?:0|g)").*|^(?![ \t]*(?:\/\/|\*)).*\b__attribute__[ \t]*\(\(.*\b(?:__)?optimize(?:__)?[ \t]*\((?!"-?O(?:0|g)").*/gm,
  ],
  [/^Microsoft /, /^[ \t]*#[ \t]*pragma[ \t]+optimize[ \t]*\([ \t]*"[^"]+"[ \t]*,[ \t]*on\b.*/gm],
];

/** Reads each source once, for many units have the same headers. Those of the system and of Python are left out. */
export function sourceReader(world: DebugWorld): SourceReader {
  const known = new Map<string, readonly string[]>();
  const linesOf = (path: string, asks: RegExp): readonly string[] => {
    let lines = known.get(path);
    if (!lines) {
      lines = askingLines(path, asks, world);
      known.set(path, lines);
    }
    return lines;
  };
  return ({producer, files, directory}, primary) => {
    const asks = ASKS.find(([name]) => name.test(producer ?? ''))?.[1];
    if (!asks) return [];
    const own = files
      .map(file => posix.normalize(file))
      .filter(file => directory !== null && file.startsWith(`${directory}/`));
    return [...new Set([primary, ...own])].flatMap(path => linesOf(path, asks));
  };
}

function askingLines(path: string, asks: RegExp, world: DebugWorld): readonly string[] {
  const source = world.open(path);
  if (!source) return [];
  try {
    if (source.size > MAX_SOURCE_BYTES) return [];
    const bytes = source.read(0, source.size);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!buffer.includes('optimize')) return [];
    const text = buffer.toString('latin1');
    return [...text.matchAll(asks)].map(({0: line, index}) => {
      const number = text.slice(0, index).split('\n').length;
      return `${path}:${number}  ${line.trim().slice(0, MAX_LINE)}`;
    });
  } finally {
    source.close?.();
  }
}
