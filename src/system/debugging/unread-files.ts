import {setImmediate} from 'node:timers/promises';
import type {Traceback} from '../../debugging/traceback/model.ts';
import {localFiles} from '../files.ts';
import {DebugFiles} from './debug-files.ts';
import {nameFramesOfFiles} from './name-frames-of-files.ts';

/** Debug files that the debugger does not read. To be closed. */
export class UnreadFiles {
  /** By the real path of the binary. */
  readonly #files: ReadonlyMap<string, string>;
  readonly #likely: readonly string[];
  readonly #opened = new DebugFiles();

  /** `likely`: those that nearly every stack has frames of. */
  constructor(files: ReadonlyMap<string, string>, likely: readonly string[]) {
    this.#files = files;
    this.#likely = likely;
  }

  /** Does what can be done while the debugger runs. Ctrl-C is heard in between. */
  async prepare(): Promise<void> {
    for (const file of this.#likely) {
      await setImmediate();
      this.#opened.prepare(file);
    }
  }

  /** Names the frames that the debugger has no line of. */
  name(traceback: Traceback): Traceback {
    return nameFramesOfFiles(traceback, this.#byModule(traceback), this.#opened);
  }

  close(): void {
    this.#opened.close();
  }

  /** Debuggers name modules as the loader does, often by a link. */
  #byModule({threads}: Traceback): ReadonlyMap<string, string> {
    if (this.#files.size === 0) return new Map();
    const frames = threads.flatMap(thread => thread.frames);
    const modules = new Set(frames.flatMap(frame => (frame.kind === 'c' ? (frame.module ?? []) : [])));
    return new Map(
      [...modules].flatMap(module => {
        const file = this.#files.get(localFiles.realPath(module) ?? module);
        return file === undefined ? [] : [[module, file] as const];
      }),
    );
  }
}
