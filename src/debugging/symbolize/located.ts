/** A place in a source, as a symbolizer tells it. */
export interface SourcePlace {
  /** Null where only the line is known. */
  readonly function: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

/** What an address of code belongs to: the innermost inlined function first, the one that was called last; empty where nothing is known. */
export type LocatedCode = readonly SourcePlace[];
