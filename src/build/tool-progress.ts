/** How far a build system says it is, in its own steps. */
export interface ToolProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * The last of what ninja (`[3/17]`, its NINJA_STATUS by default) prints in a piece of output, which is what meson and
 * CMake build with; null where there is nothing of the kind. Make and setuptools do not know how much is to be done.
 */
export function toolProgress(output: string): ToolProgress | null {
  const [, done, total] = [...output.matchAll(/^\[(\d{1,6})\/(\d{1,6})\] /gm)].at(-1) ?? [];
  return done === undefined || total === undefined ? null : {done: Number(done), total: Number(total)};
}
