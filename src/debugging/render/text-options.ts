import type {Style} from '../../report/style.ts';

/** Lines of source files, as far as they can be read. */
export interface Sources {
  /** A line without its end; null where there is none. Lines count from 1. */
  line(file: string, line: number): string | null;
}

/** How to write a traceback as text. */
export interface TracebackTextOptions {
  readonly style: Style;
  /** Columns. */
  readonly width: number;
  /** Every thread with its frames, not the one that matters alone. */
  readonly allThreads: boolean;
  /** Frames of the interpreter and the system, too. */
  readonly verbose: boolean;
  readonly sources: Sources;
  /** Commands that lead on, shown last: a label and what to type. */
  readonly next: readonly {readonly label: string; readonly command: string}[];
}
