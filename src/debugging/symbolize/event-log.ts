import type {FrameReference} from './frame-reference.ts';

/** A module and the offset of its fault stand so many lines apart at most. */
const NEAR_LINES = 8;

/**
 * Windows' report of a crash in the event log names the module in one line and the offset in a later one. Gives the
 * reference at the line of the offset.
 */
export class EventLog {
  #module: string | null = null;
  #age = 0;

  next(line: string): FrameReference | null {
    const [, module] = /Faulting module (?:name|path): ([^,\r\n]{1,1024}\.(?:pyd|dll|exe))/i.exec(line) ?? [];
    if (module !== undefined) {
      this.#module = module.trim();
      this.#age = 0;
    }
    const [, offset] = /Fault offset: 0x([0-9a-f]{1,16})/i.exec(line) ?? [];
    if (this.#module === null || ++this.#age > NEAR_LINES || offset === undefined) return null;
    return {
      module: this.#module,
      from: 'image',
      symbol: null,
      offset: BigInt(`0x${offset}`),
      address: null,
      buildId: null,
      isReturnAddress: false,
    };
  }
}
