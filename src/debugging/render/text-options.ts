import type {Style} from '../../report/style.ts';

/** Lines of source files, as far as they can be read. */
export interface Sources {
  /** A line without its end; null where there is none. Lines count from 1. */
  line(file: string, line: number): string | null;
  /** The file that the lines are read from, where it is another than the one named; null where it is that, or none. */
  elsewhere?(file: string): string | null;
  /** Whether a file has changed since a module was built, by their times. */
  isNewer?(file: string, module: string): boolean;
}

/** A command that leads on: what for, and what to type. */
export interface NextStep {
  readonly label: string;
  readonly command: string;
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
  /** Commands that lead on, shown last. */
  readonly next: readonly NextStep[];
}
