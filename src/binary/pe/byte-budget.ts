import {UnreadableError} from '../unreadable.ts';

/**
 * Bounds what overlapping tables can make a reader visit. The entries and names of real tables are bytes of their
 * own, so together they never exceed the file; a file whose tables share bytes thousands of times does.
 */
export class ByteBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Takes `bytes`; throws {@link UnreadableError} `truncated` when none are left. */
  spend(bytes: number, what: string): void {
    this.#left -= bytes;
    if (this.#left < 0)
      throw new UnreadableError('truncated', `${what} has more entries than the file has room for`);
  }
}
