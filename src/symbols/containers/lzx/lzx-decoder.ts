import type {BlockDecoder} from '../cabinet/block-decoder.ts';
import {LzxBits} from './bit-reader.ts';
import {TRANSLATED_BYTES, undoCallTranslation} from './call-translation.ts';
import {damaged, readCodeLengths} from './code-lengths.ts';
import {HuffmanTable} from './huffman-table.ts';
import {FOOTER_BITS, MIN_WINDOW_BITS, SLOT_BASES, slotCount} from './positions.ts';

/** Output bytes of each frame but the last; in a cabinet a frame is one CFDATA block. */
const FRAME_BYTES = 32 * 1024;

const LITERALS = 256;
const LENGTH_SYMBOLS = 249;
const ALIGNED_SYMBOLS = 8;
const ALIGNED_BITS = 3;
const SHORTEST_MATCH = 2;
/** The length in a main symbol that says that a length symbol follows. */
const LONG_MATCH = 7;

type BlockType = 'verbatim' | 'aligned' | 'uncompressed';
const BLOCK_TYPES: readonly (BlockType | undefined)[] = [undefined, 'verbatim', 'aligned', 'uncompressed'];

/**
 * Decodes LZX as cabinets have it. Sources, for facts: [MS-PATCH] 2 (LZX DELTA, whose block and tree formats are the
 * same), Microsoft's "LZX Data Compression Format" of the Cabinet SDK, and what libmspack's lzxd.c notes on where
 * these are wrong: an uncompressed block is preceded by 1 to 16 bits of padding, not 0 to 15, and followed by a byte
 * where its length is odd; the length code may be empty; the first words of a folder hold the size for the
 * translation of calls; a match ends with its frame and its block.
 */
export class LzxDecoder implements BlockDecoder {
  readonly #bits = new LzxBits();
  readonly #window: Uint8Array;
  readonly #main: HuffmanTable;
  readonly #lengths = new HuffmanTable(LENGTH_SYMBOLS);
  readonly #aligned = new HuffmanTable(ALIGNED_SYMBOLS);
  #hasLengths = false;
  /** The last three distances, the latest first. */
  #recent = 1;
  #second = 1;
  #third = 1;
  #block: BlockType = 'verbatim';
  #blockLeft = 0;
  #needsPadByte = false;
  /** Bytes that were decoded. */
  #position = 0;
  #callFileBytes = 0;

  /** `totalBytes`: what the data unpacks to at most; the window need not be longer, as it holds nothing else. */
  constructor(windowBits: number, totalBytes: number) {
    const neededBits = Math.ceil(Math.log2(Math.max(1, totalBytes)));
    const bits = Math.min(windowBits, Math.max(MIN_WINDOW_BITS, neededBits));
    this.#window = new Uint8Array(2 ** bits);
    this.#main = new HuffmanTable(LITERALS + 8 * slotCount(windowBits));
  }

  decode(packed: Uint8Array, sizeBytes: number): Uint8Array {
    if (this.#position % FRAME_BYTES !== 0 || sizeBytes > FRAME_BYTES) {
      throw damaged(`a frame of ${sizeBytes} bytes`);
    }
    this.#load(packed);
    const bits = this.#bits;
    if (this.#position === 0 && bits.read(1) === 1) {
      this.#callFileBytes = (bits.read(16) << 16) | bits.read(16) | 0;
    }
    for (let left = sizeBytes; left > 0; ) {
      if (this.#blockLeft === 0) this.#startBlock();
      const run = Math.min(left, this.#blockLeft);
      if (this.#block === 'uncompressed') this.#copyBytes(run);
      else this.#decodeSymbols(run, this.#block === 'aligned');
      this.#blockLeft -= run;
      left -= run;
    }
    bits.alignToWord();
    if (bits.isPastEnd) throw damaged('a frame that ends before its data does');
    return this.#finishFrame(sizeBytes);
  }

  /** A byte that pads an uncompressed block may stand in the next frame's data, where all else is a mistake. */
  #load(packed: Uint8Array): void {
    const {rest} = this.#bits;
    if (rest.length > 1) throw damaged('data that no frame uses');
    this.#bits.load(rest.length === 0 ? packed : Buffer.concat([rest, packed]));
  }

  #finishFrame(sizeBytes: number): Uint8Array {
    const start = this.#position - sizeBytes;
    const at = start % this.#window.length;
    const frame = this.#window.subarray(at, at + sizeBytes);
    if (this.#callFileBytes === 0 || start >= TRANSLATED_BYTES) return frame;
    // The window keeps what was decoded: later matches refer to that.
    const translated = frame.slice();
    undoCallTranslation(translated, start, this.#callFileBytes);
    return translated;
  }

  #startBlock(): void {
    const bits = this.#bits;
    if (this.#needsPadByte) bits.takeBytes(1);
    this.#needsPadByte = false;
    if (bits.isPastEnd) throw damaged('a block behind the end');
    const type = BLOCK_TYPES[bits.read(3)];
    if (type === undefined) throw damaged('a block of that type');
    this.#block = type;
    this.#blockLeft = (bits.read(16) << 8) | bits.read(8);
    if (type === 'uncompressed') this.#startBytes();
    else this.#readCodes(type);
  }

  #startBytes(): void {
    const bits = this.#bits;
    bits.padToWord();
    const header = bits.takeBytes(12);
    if (header.length < 12) throw damaged('a block behind the end');
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    this.#recent = view.getUint32(0, true);
    this.#second = view.getUint32(4, true);
    this.#third = view.getUint32(8, true);
    this.#needsPadByte = this.#blockLeft % 2 === 1;
  }

  #readCodes(type: BlockType): void {
    const bits = this.#bits;
    if (type === 'aligned') {
      for (let symbol = 0; symbol < ALIGNED_SYMBOLS; symbol += 1) {
        this.#aligned.lengths[symbol] = bits.read(ALIGNED_BITS);
      }
      if (this.#aligned.build() !== true) throw damaged('the code of its aligned distances');
    }
    const main = this.#main;
    readCodeLengths(bits, main.lengths, 0, LITERALS);
    readCodeLengths(bits, main.lengths, LITERALS, main.lengths.length);
    if (main.build() !== true) throw damaged('its main code');
    readCodeLengths(bits, this.#lengths.lengths, 0, LENGTH_SYMBOLS);
    const lengths = this.#lengths.build();
    if (lengths === false) throw damaged('the code of its lengths');
    this.#hasLengths = lengths === true;
  }

  #copyBytes(length: number): void {
    const bytes = this.#bits.takeBytes(length);
    if (bytes.length < length) throw damaged('an uncompressed block that ends early');
    this.#window.set(bytes, this.#position % this.#window.length);
    this.#position += length;
  }

  #decodeSymbols(run: number, isAligned: boolean): void {
    const [bits, window, main] = [this.#bits, this.#window, this.#main];
    const mask = window.length - 1;
    const end = this.#position + run;
    let position = this.#position;
    while (position < end) {
      const symbol = main.decode(bits);
      if (symbol < LITERALS) {
        window[position & mask] = symbol;
        position += 1;
        continue;
      }
      const length = this.#matchLength(symbol & LONG_MATCH);
      const distance = this.#matchDistance((symbol - LITERALS) >>> 3, isAligned);
      if (distance > position || distance > window.length || distance === 0) {
        throw damaged('a match that reaches before the start');
      }
      if (length > end - position) throw damaged('a match that goes on behind its frame or block');
      for (const matchEnd = position + length; position < matchEnd; position += 1) {
        window[position & mask] = window[(position - distance) & mask] ?? 0;
      }
    }
    this.#position = position;
  }

  #matchLength(stated: number): number {
    if (stated < LONG_MATCH) return stated + SHORTEST_MATCH;
    if (!this.#hasLengths) throw damaged('a length without a code');
    return this.#lengths.decode(this.#bits) + LONG_MATCH + SHORTEST_MATCH;
  }

  /** Slots 0 to 2 repeat one of the last distances, which changes places with the latest. */
  #matchDistance(slot: number, isAligned: boolean): number {
    const latest = this.#recent;
    if (slot === 0) return latest;
    if (slot === 1) {
      this.#recent = this.#second;
      this.#second = latest;
    } else if (slot === 2) {
      this.#recent = this.#third;
      this.#third = latest;
    } else {
      this.#recent = (SLOT_BASES[slot] ?? 0) + this.#footer(slot, isAligned) - 2;
      this.#third = this.#second;
      this.#second = latest;
    }
    return this.#recent;
  }

  #footer(slot: number, isAligned: boolean): number {
    const bits = this.#bits;
    const count = FOOTER_BITS[slot] ?? 0;
    if (!isAligned || count < ALIGNED_BITS) return bits.read(count);
    return (bits.read(count - ALIGNED_BITS) << ALIGNED_BITS) | this.#aligned.decode(bits);
  }
}
