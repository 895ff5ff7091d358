import {UnreadableError} from '../../binary/unreadable.ts';

/** Counts what an archive unpacks to, whatever its members share or overlap. */
export class WorkBudget {
  readonly #totalBytes: number;
  #leftBytes: number;

  constructor(totalBytes: number) {
    this.#totalBytes = totalBytes;
    this.#leftBytes = totalBytes;
  }

  /** To be called before `bytes` are unpacked. Throws an UnreadableError `unsupported` when it becomes too much. */
  spend(bytes: number): void {
    this.#leftBytes -= bytes;
    if (this.#leftBytes < 0) {
      throw new UnreadableError('unsupported', `it unpacks to more than ${this.#totalBytes} bytes`);
    }
  }
}
