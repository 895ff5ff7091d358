/**
 * Why a binary could not be read: `truncated` (a table that the loader needs lies past the end of the file),
 * `unsupported` (a kind, class or machine that no CPython runs on), `not-a-binary` (something else by its first bytes).
 */
export type UnreadableReason = 'truncated' | 'unsupported' | 'not-a-binary';

/** What a reader gives in place of facts. `detail` is one clause in plain words, e.g. `the import table lies past the end of the file`. */
export interface Unreadable {
  readonly reason: UnreadableReason;
  readonly detail: string;
}

/**
 * Thrown inside the readers only; `readBinary` is the one place that catches it and turns it into {@link Unreadable}.
 */
export class UnreadableError extends Error {
  readonly unreadable: Unreadable;

  constructor(reason: UnreadableReason, detail: string) {
    super(detail);
    this.unreadable = {reason, detail};
  }
}
