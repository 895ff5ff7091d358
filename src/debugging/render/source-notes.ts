import type {Traceback} from '../traceback/model.ts';
import {baseName} from '../verdict/frame-words.ts';
import type {Sources} from './text-options.ts';

/** What a reader must know of the source lines that are shown: taken from elsewhere, or changed since. */
export function sourceNotes({threads}: Traceback, sources: Sources): readonly string[] {
  const notes = new Set<string>();
  for (const frame of threads.flatMap(({frames}) => frames)) {
    if (frame.kind !== 'c' || frame.origin !== 'user' || frame.file === null || frame.line === null) continue;
    if (sources.line(frame.file, frame.line) === null) continue;
    const place = sources.elsewhere?.(frame.file) ?? null;
    if (place !== null) notes.add(`${frame.file} is not here: its lines are those of ${place}`);
    if (frame.module !== null && sources.isNewer?.(frame.file, frame.module)) {
      notes.add(
        `${baseName(frame.file)} was changed after ${baseName(frame.module)} was built: the lines shown may be others`,
      );
    }
  }
  return [...notes];
}
