import type {LzxBitWriter} from './lzx-bits.ts';

/** Lengths of a complete Huffman code for symbols with these counts, none above `most`; a second symbol is made up. */
export function codeLengths(counts: readonly number[], most: number): number[] {
  const used = counts.flatMap((count, symbol) => (count > 0 ? [symbol] : []));
  if (used.length === 0) return counts.map(() => 0);
  if (used.length === 1) used.push(used[0] === 0 ? 1 : 0);
  for (let flatten = 0; ; flatten++) {
    const lengths = huffman(used, symbol => Math.max(1, (counts[symbol] ?? 0) >> flatten), counts.length);
    if (Math.max(...lengths) <= most) return lengths;
  }
}

function huffman(used: readonly number[], weightOf: (symbol: number) => number, size: number): number[] {
  const lengths = Array<number>(size).fill(0);
  let nodes = used.map(symbol => ({weight: weightOf(symbol), symbols: [symbol]}));
  while (nodes.length > 1) {
    nodes = nodes.sort((a, b) => a.weight - b.weight);
    const [one, two, ...rest] = nodes;
    if (!one || !two) break;
    const symbols = [...one.symbols, ...two.symbols];
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
    nodes = [...rest, {weight: one.weight + two.weight, symbols}];
  }
  return lengths;
}

/** Writes symbols by a canonical code. */
export function symbolWriter(lengths: readonly number[], bits: LzxBitWriter): (symbol: number) => void {
  const codes = new Map<number, number>();
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    for (const [symbol, own] of lengths.entries()) if (own === length) codes.set(symbol, code++);
    code <<= 1;
  }
  return symbol => {
    const found = codes.get(symbol);
    if (found === undefined) throw new Error(`symbol ${symbol} has no code`);
    bits.bits(found, lengths[symbol] ?? 0);
  };
}

/** One item of a list of lengths: a symbol of the pretree with what follows it. */
interface LengthItem {
  readonly symbol: number;
  readonly extra?: {readonly value: number; readonly bits: number};
  readonly delta?: number;
}

/** Writes code lengths as differences to the former ones, with runs, behind the code that they are written in. */
export function writeCodeLengths(
  bits: LzxBitWriter,
  lengths: readonly number[],
  former: readonly number[],
): void {
  const items: LengthItem[] = [];
  const difference = (at: number): number => ((former[at] ?? 0) - (lengths[at] ?? 0) + 17) % 17;
  for (let at = 0; at < lengths.length; ) {
    const value = lengths[at];
    let run = 1;
    while (lengths[at + run] === value) run++;
    if (value === 0 && run >= 20) {
      run = Math.min(run, 51);
      items.push({symbol: 18, extra: {value: run - 20, bits: 5}});
    } else if (value === 0 && run >= 4) {
      run = Math.min(run, 19);
      items.push({symbol: 17, extra: {value: run - 4, bits: 4}});
    } else if (run >= 4) {
      run = Math.min(run, 5);
      items.push({symbol: 19, extra: {value: run - 4, bits: 1}, delta: difference(at)});
    } else {
      run = 1;
      items.push({symbol: difference(at)});
    }
    at += run;
  }
  const counts = Array<number>(20).fill(0);
  for (const {symbol, delta} of items) {
    counts[symbol] = (counts[symbol] ?? 0) + 1;
    if (delta !== undefined) counts[delta] = (counts[delta] ?? 0) + 1;
  }
  const pretree = codeLengths(counts, 15);
  for (const length of pretree) bits.bits(length, 4);
  const write = symbolWriter(pretree, bits);
  for (const {symbol, extra, delta} of items) {
    write(symbol);
    if (extra) bits.bits(extra.value, extra.bits);
    if (delta !== undefined) write(delta);
  }
}
