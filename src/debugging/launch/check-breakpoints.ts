import type {SourceMap} from '../../symbols/handover/model.ts';
import {BUILD, type LaunchFinding, WRITE_ANEW} from './check-model.ts';

/** A module that was built, and the sources that its debug information names. */
export interface ModuleSources {
  /** As it is shown. */
  readonly name: string;
  /** Absolute paths of sources and headers, as they were recorded. */
  readonly sources: readonly string[];
  readonly changedMs: number;
}

/** What is known of files on this machine. */
export interface SourceWorld {
  /** With a slash or backslash at its end. */
  readonly workspace: string;
  /** Maps that the configurations have. */
  readonly maps: readonly SourceMap[];
  isFile(path: string): boolean;
  modifiedMs(path: string): number;
  /** Files of the workspace by their base names, absolute. */
  named(name: string): readonly string[];
}

/** Headers are of the system as often as not. */
const SOURCE = /\.(?:c|cc|cpp|cxx|c\+\+|m|mm|pyx|rs|f|f90|f95)$/i;

/** Whether a breakpoint in a source of the workspace finds its place in a module: by the paths that are recorded. */
export function checkBreakpoints(module: ModuleSources, world: SourceWorld): readonly LaunchFinding[] {
  const {name, changedMs} = module;
  return module.sources
    .filter(path => SOURCE.test(path))
    .flatMap(path => {
      const here = placeOf(path, world);
      const finding = (problem: string, cure: string): LaunchFinding => ({
        where: name,
        entry: null,
        problem,
        cure,
      });
      if (here === null) {
        return world.named(baseOf(path)).length > 0
          ? [
              finding(
                `was compiled from ${path}, which is not there: breakpoints in ${baseOf(path)} do not bind`,
                WRITE_ANEW,
              ),
            ]
          : [finding(`was compiled from ${path}, which is neither there nor in the workspace`, BUILD)];
      }
      if (here.startsWith(world.workspace)) {
        return world.modifiedMs(here) > changedMs
          ? [finding(`is older than ${here.slice(world.workspace.length)}`, BUILD)]
          : [];
      }
      const [copy] = world.named(baseOf(path));
      return copy === undefined
        ? []
        : [
            finding(
              `was compiled from ${path}: breakpoints in ${copy.slice(world.workspace.length)} do not bind`,
              BUILD,
            ),
          ];
    });
}

/** Where a recorded source is on this machine, by the maps too; null where it is not. */
function placeOf(path: string, {maps, isFile}: SourceWorld): string | null {
  if (isFile(path)) return path;
  for (const {recorded, here} of maps) {
    if (!path.startsWith(`${recorded}/`) && !path.startsWith(`${recorded}\\`)) continue;
    const mapped = here + path.slice(recorded.length);
    if (isFile(mapped)) return mapped;
  }
  return null;
}

function baseOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
