/** A literal byte, or a match: which of the last three distances it repeats, or a new distance. */
export type Token =
  | {readonly kind: 'literal'; readonly byte: number}
  | {
      readonly kind: 'match';
      readonly length: number;
      readonly repeats: 0 | 1 | 2 | null;
      readonly distance: number;
    };

/** The last three distances, the latest first. */
export type Recent = [number, number, number];

const SHORTEST_NEW = 3;
const LONGEST = 257;

/** Finds matches greedily: repeated distances first, then the last place with the same three bytes. */
export class Matcher {
  readonly #data: Uint8Array;
  readonly #farthest: number;
  readonly #places = new Map<number, number>();
  #known = 0;

  constructor(data: Uint8Array, windowBits: number) {
    this.#data = data;
    // [MS-PATCH] 2.2: the last three bytes of the window are out of reach.
    this.#farthest = 2 ** windowBits - 3;
  }

  /** What to write at a place; a match ends at `end` at the latest. */
  at(position: number, end: number, recent: Recent): Token {
    this.#learn(position);
    const most = Math.min(LONGEST, end - position);
    let best: Token & {kind: 'match'} = {kind: 'match', length: 1, repeats: null, distance: 0};
    for (const repeats of [0, 1, 2] as const) {
      const length = this.#lengthOf(position, recent[repeats], most);
      if (length > best.length) best = {kind: 'match', length, repeats, distance: recent[repeats]};
    }
    const place = this.#places.get(this.#key(position));
    if (place !== undefined) {
      const length = this.#lengthOf(position, position - place, most);
      if (length >= SHORTEST_NEW && length > best.length + 1) {
        best = {kind: 'match', length, repeats: null, distance: position - place};
      }
    }
    return best.length >= 2 ? best : {kind: 'literal', byte: this.#data[position] ?? 0};
  }

  #learn(until: number): void {
    for (; this.#known < until; this.#known++) this.#places.set(this.#key(this.#known), this.#known);
  }

  #key(at: number): number {
    return ((this.#data[at] ?? 0) << 16) | ((this.#data[at + 1] ?? 0) << 8) | (this.#data[at + 2] ?? 0);
  }

  #lengthOf(position: number, distance: number, most: number): number {
    if (distance > position || distance > this.#farthest) return 0;
    let length = 0;
    while (length < most && this.#data[position + length] === this.#data[position + length - distance])
      length++;
    return length;
  }
}

/** The last three distances behind a match. */
export function after({repeats, distance}: Token & {kind: 'match'}, [first, second, third]: Recent): Recent {
  switch (repeats) {
    case 0:
      return [first, second, third];
    case 1:
      return [second, first, third];
    case 2:
      return [third, second, first];
    case null:
      return [distance, first, second];
  }
}
