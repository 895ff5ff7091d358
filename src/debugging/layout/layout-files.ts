import type {ProbedLayout} from './probe-object.ts';

/** From this minor version on `_PyRuntime` begins with `debug_offsets`. */
export const FIRST_WITH_DEBUG_OFFSETS = 13;

/** The files of templates/runtime/walker/layouts for one build, by name; the walker looks for these. */
export function layoutFiles(
  {version, minor, isFreeThreaded, values}: ProbedLayout,
  debugOffsets: readonly string[],
  isWindows = false,
): ReadonlyMap<string, string> {
  const kind = `${isFreeThreaded ? 't' : ''}${isWindows ? '-windows' : ''}`;
  const table = {version, offsets: Object.fromEntries(values)};
  return new Map([
    [`table-3.${minor}${kind}.json`, textOf(table)],
    ...(debugOffsets.length === 0 ? [] : [[`debug-offsets-3.${minor}.json`, textOf(debugOffsets)] as const]),
  ]);
}

const textOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
