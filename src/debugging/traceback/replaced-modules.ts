import type {Frame, Traceback} from './model.ts';

/**
 * The same document without what a debugger read in files that are not those that were loaded: of their frames only the
 * offsets are true. `replaced`: paths of such modules.
 */
export function withoutReplaced(traceback: Traceback, replaced: ReadonlySet<string>): Traceback {
  const isOfReplaced = (frame: Frame): boolean =>
    frame.kind === 'c' && frame.module !== null && replaced.has(frame.module);
  const frames = traceback.threads.flatMap(thread => thread.frames);
  const met = new Set(
    frames.flatMap(frame => (isOfReplaced(frame) && frame.kind === 'c' ? [frame.module] : [])),
  );
  if (met.size === 0) return traceback;
  return {
    ...traceback,
    threads: traceback.threads.map(thread => ({
      ...thread,
      frames: thread.frames.flatMap(frame => {
        if (frame.kind !== 'c' || !isOfReplaced(frame)) return [frame];
        return frame.isInlined
          ? []
          : [{...frame, function: null, file: null, line: null, arguments: [], locals: []}];
      }),
    })),
    problems: [
      ...traceback.problems,
      ...[...met].map(
        path =>
          `${path} is no longer the file that was loaded: its frames are offsets alone, and what called them may be wrong`,
      ),
    ],
  };
}
