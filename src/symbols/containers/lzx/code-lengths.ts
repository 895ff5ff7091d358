import {UnreadableError} from '../../../binary/unreadable.ts';
import type {LzxBits} from './bit-reader.ts';
import {HuffmanTable} from './huffman-table.ts';

/** Symbols of the code that code lengths are written in: 0 to 16 are differences, 17 to 19 are runs ([MS-PATCH] 2.5). */
const PRETREE_SYMBOLS = 20;
const SHORT_ZEROS = 17;
const LONG_ZEROS = 18;
const SAME = 19;

/** Lengths are differences to those of the block before, modulo this. */
const MODULUS = 17;

/** Reads the code lengths of the symbols `from` to `end` over those of the block before. Throws an UnreadableError. */
export function readCodeLengths(bits: LzxBits, lengths: Uint8Array, from: number, end: number): void {
  const pretree = new HuffmanTable(PRETREE_SYMBOLS);
  for (let symbol = 0; symbol < PRETREE_SYMBOLS; symbol += 1) pretree.lengths[symbol] = bits.read(4);
  if (pretree.build() !== true) throw damaged('the code of its code lengths');

  const lengthAt = (at: number, difference: number): number => {
    if (difference >= MODULUS) throw damaged('a run of code lengths');
    return ((lengths[at] ?? 0) - difference + MODULUS) % MODULUS;
  };
  for (let at = from; at < end; ) {
    const symbol = pretree.decode(bits);
    if (symbol < SHORT_ZEROS) {
      lengths[at] = lengthAt(at, symbol);
      at += 1;
      continue;
    }
    const run = runLength(symbol, bits);
    const value = symbol === SAME ? lengthAt(at, pretree.decode(bits)) : 0;
    if (at + run > end) throw damaged('a run of code lengths');
    lengths.fill(value, at, at + run);
    at += run;
  }
}

function runLength(symbol: number, bits: LzxBits): number {
  if (symbol === SHORT_ZEROS) return bits.read(4) + 4;
  return symbol === LONG_ZEROS ? bits.read(5) + 20 : bits.read(1) + 4;
}

/** What every broken part of LZX data is reported as. */
export function damaged(what: string): UnreadableError {
  return new UnreadableError('truncated', `its LZX data is damaged: ${what} cannot be`);
}
