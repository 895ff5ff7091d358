import type {Traceback} from '../traceback/model.ts';

/** The same document, each path of a module that stands in for another replaced by that. */
export function withPlaces(traceback: Traceback, places: ReadonlyMap<string, string>): Traceback {
  const place = (path: string): string => places.get(path) ?? path;
  const orNull = (path: string | null): string | null => (path === null ? null : place(path));
  const {process: dumped} = traceback;
  return {
    ...traceback,
    process: {...dumped, executable: orNull(dumped.executable)},
    threads: traceback.threads.map(thread => ({
      ...thread,
      frames: thread.frames.map(frame =>
        frame.kind === 'c' ? {...frame, module: orNull(frame.module)} : frame,
      ),
    })),
    modules: traceback.modules.map(module => ({...module, path: place(module.path)})),
  };
}
