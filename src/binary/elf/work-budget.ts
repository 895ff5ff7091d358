import {UnreadableError} from '../unreadable.ts';

/** Small files repeat short names more than long ones do; this much is allowed whatever the size. */
const FREE_BYTES = 64 * 1024;

/**
 * Bounds the work on one file. The tables of a real file lie beside one another, so together they are no longer
 * than the file; a hostile one points many entries at the same bytes, and would cost the square of its size.
 */
export class WorkBudget {
  #bytesLeft: number;

  constructor(fileBytes: number) {
    this.#bytesLeft = 2 * fileBytes + FREE_BYTES;
  }

  /** Allows for more work on a file that stays open: each question that is asked of it has its own share. */
  allow(fileBytes: number): void {
    this.#bytesLeft = Math.max(this.#bytesLeft, 0) + 2 * fileBytes;
  }

  /** Counts `bytes` as read. Throws {@link UnreadableError} `unsupported` when it is too much. */
  spend(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) {
      throw new UnreadableError(
        'unsupported',
        'its tables overlap so often that no linker can have written them',
      );
    }
  }
}
