import {LzxBitWriter} from './lzx-bits.ts';
import {codeLengths, symbolWriter, writeCodeLengths} from './lzx-codes.ts';
import {after, Matcher, type Recent, type Token} from './lzx-matches.ts';

/** A block to write. The last one of a list takes what is left. */
export interface LzxBlock {
  readonly type: 'verbatim' | 'aligned' | 'uncompressed';
  readonly lengthBytes: number;
  /** Of an uncompressed block: the last three distances for the blocks behind it. */
  readonly recent?: Recent;
  /** Of another block: what to write in place of what the data has, right or wrong. */
  readonly tokens?: readonly Token[];
}

export interface LzxOptions {
  readonly windowBits: number;
  readonly blocks: readonly LzxBlock[];
  /** The size that the translation of calls works with; none without it. */
  readonly callFileBytes?: number;
}

/** The compressed data of one frame, and what it unpacks to. */
export interface LzxFrame {
  readonly packed: Uint8Array;
  readonly sizeBytes: number;
}

const FRAME_BYTES = 32 * 1024;
const BLOCK_CODES = {verbatim: 1, aligned: 2, uncompressed: 3} as const;

/** Slots of the distances 2^15 ... 2^21 ([MS-PATCH] 2.2). */
const SLOTS: Readonly<Record<number, number>> = {15: 30, 16: 32, 17: 34, 18: 36, 19: 38, 20: 42, 21: 50};

/**
 * Compresses data as the LZX folder of a cabinet: a straightforward encoder by [MS-PATCH] 2 that writes the blocks it
 * is told to. What it writes is judged by cabextract and 7-Zip before anything is concluded from it.
 */
export function encodeLzx(original: Uint8Array, options: LzxOptions): LzxFrame[] {
  return new Encoder(original, options).frames();
}

class Encoder {
  readonly #data: Uint8Array;
  readonly #options: LzxOptions;
  readonly #bits = new LzxBitWriter();
  readonly #matcher: Matcher;
  readonly #frames: LzxFrame[] = [];
  #position = 0;
  #recent: Recent = [1, 1, 1];
  #mainLengths: number[];
  #lengthLengths: number[] = Array<number>(249).fill(0);

  constructor(original: Uint8Array, options: LzxOptions) {
    const {windowBits, callFileBytes} = options;
    this.#options = options;
    this.#data = callFileBytes === undefined ? original : withAbsoluteCalls(original, callFileBytes);
    this.#matcher = new Matcher(this.#data, windowBits);
    this.#mainLengths = Array<number>(256 + 8 * (SLOTS[windowBits] ?? 0)).fill(0);
  }

  frames(): LzxFrame[] {
    const {blocks, callFileBytes} = this.#options;
    this.#bits.bits(callFileBytes === undefined ? 0 : 1, 1);
    if (callFileBytes !== undefined) this.#bits.bits(callFileBytes, 32);
    for (let index = 0; this.#position < this.#data.length; index++) {
      const block = blocks[Math.min(index, blocks.length - 1)];
      if (!block) throw new Error('no blocks');
      const isLast = index >= blocks.length - 1;
      const left = this.#data.length - this.#position;
      this.#block(block, isLast ? left : Math.min(left, block.lengthBytes));
    }
    return this.#frames;
  }

  #block({type, recent, tokens}: LzxBlock, length: number): void {
    this.#bits.bits(BLOCK_CODES[type], 3);
    this.#bits.bits(length, 24);
    if (type === 'uncompressed') this.#plainBlock(length, recent ?? this.#recent);
    else this.#codedBlock(tokens ?? this.#tokens(length), type === 'aligned');
  }

  #plainBlock(length: number, recent: Recent): void {
    this.#bits.padToWord();
    for (const distance of recent) {
      this.#bits.raw([distance & 0xff, (distance >>> 8) & 0xff, (distance >>> 16) & 0xff, distance >>> 24]);
    }
    this.#recent = recent;
    for (const end = this.#position + length; this.#position < end; ) {
      const until = Math.min(end, this.#frameEnd());
      this.#bits.raw(this.#data.subarray(this.#position, until));
      // The byte that pads an odd length belongs to the frame that ends with it.
      if (until === end && length % 2 === 1) this.#bits.raw([0]);
      this.#advance(until - this.#position);
    }
  }

  #codedBlock(tokens: readonly Token[], isAligned: boolean): void {
    const symbols = tokens.map(token => symbolsOf(token));
    const main = codeLengths(
      tally(symbols, this.#mainLengths.length, ({main}) => main),
      16,
    );
    const lengths = codeLengths(
      tally(symbols, 249, ({length}) => length),
      16,
    );
    const aligned = alignedLengths(tally(symbols, 8, ({footer, bits}) => (bits >= 3 ? footer & 7 : null)));
    if (isAligned) for (const own of aligned) this.#bits.bits(own, 3);
    writeCodeLengths(this.#bits, main.slice(0, 256), this.#mainLengths.slice(0, 256));
    writeCodeLengths(this.#bits, main.slice(256), this.#mainLengths.slice(256));
    writeCodeLengths(this.#bits, lengths, this.#lengthLengths);
    this.#mainLengths = main;
    this.#lengthLengths = lengths;
    const write = {
      main: symbolWriter(main, this.#bits),
      length: symbolWriter(lengths, this.#bits),
      aligned: symbolWriter(aligned, this.#bits),
    };
    for (const [index, {main: symbol, length: more, footer, bits}] of symbols.entries()) {
      write.main(symbol);
      if (more !== null) write.length(more);
      if (isAligned && bits >= 3) {
        this.#bits.bits(footer >>> 3, bits - 3);
        write.aligned(footer & 7);
      } else this.#bits.bits(footer, bits);
      const token = tokens[index];
      this.#advance(token?.kind === 'match' ? token.length : 1);
    }
  }

  #tokens(length: number): Token[] {
    const tokens: Token[] = [];
    const end = this.#position + length;
    for (let at = this.#position; at < end; ) {
      const frameEnd = at - (at % FRAME_BYTES) + FRAME_BYTES;
      const token = this.#matcher.at(at, Math.min(end, frameEnd), this.#recent);
      if (token.kind === 'match') this.#recent = after(token, this.#recent);
      tokens.push(token);
      at += token.kind === 'match' ? token.length : 1;
    }
    return tokens;
  }

  #frameEnd(): number {
    return this.#position - (this.#position % FRAME_BYTES) + FRAME_BYTES;
  }

  /** Ends the frame where it is full, or the data ends. */
  #advance(bytes: number): void {
    const frameEnd = this.#frameEnd();
    this.#position += bytes;
    if (this.#position < frameEnd && this.#position < this.#data.length) return;
    this.#bits.alignToWord();
    const start = frameEnd - FRAME_BYTES;
    this.#frames.push({packed: this.#bits.take(), sizeBytes: Math.min(this.#position, frameEnd) - start});
  }
}

interface Symbols {
  readonly main: number;
  readonly length: number | null;
  readonly footer: number;
  /** Bits of the footer. */
  readonly bits: number;
}

function symbolsOf(token: Token): Symbols {
  if (token.kind === 'literal') return {main: token.byte, length: null, footer: 0, bits: 0};
  const short = Math.min(token.length - 2, 7);
  const length = short === 7 ? token.length - 9 : null;
  if (token.repeats !== null) return {main: 256 + (token.repeats << 3) + short, length, footer: 0, bits: 0};
  const {slot, base, bits} = slotOf(token.distance + 2);
  return {main: 256 + (slot << 3) + short, length, footer: token.distance + 2 - base, bits};
}

/** The slot of a formatted distance: each has twice as many bits behind it as two slots before, 17 at most. */
function slotOf(formatted: number): {slot: number; base: number; bits: number} {
  let base = 0;
  for (let slot = 0; ; slot++) {
    const bits = slot < 4 ? 0 : Math.min(17, Math.floor(slot / 2) - 1);
    if (formatted < base + 2 ** bits) return {slot, base, bits};
    base += 2 ** bits;
  }
}

function tally(symbols: readonly Symbols[], size: number, pick: (one: Symbols) => number | null): number[] {
  const counts = Array<number>(size).fill(0);
  for (const one of symbols) {
    const symbol = pick(one);
    if (symbol !== null) counts[symbol] = (counts[symbol] ?? 0) + 1;
  }
  return counts;
}

/** A code must be there even if nothing is written by it. */
function alignedLengths(counts: readonly number[]): number[] {
  return counts.every(count => count === 0) ? counts.map(() => 3) : codeLengths(counts, 7);
}

/** Makes the operands of x86 calls absolute, frame by frame. */
function withAbsoluteCalls(original: Uint8Array, fileBytes: number): Uint8Array {
  const data = Uint8Array.from(original);
  for (let start = 0; start < data.length; start += FRAME_BYTES) {
    const end = Math.min(start + FRAME_BYTES, data.length);
    for (let at = start; at < end - 10; at++) {
      if (data[at] !== 0xe8) continue;
      const operand = new DataView(data.buffer, at + 1, 4);
      const relative = operand.getInt32(0, true);
      if (relative >= -at && relative < fileBytes) {
        operand.setInt32(0, relative < fileBytes - at ? relative + at : relative - fileBytes, true);
      }
      at += 4;
    }
  }
  return data;
}
