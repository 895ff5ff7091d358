/** A source of numbers that a seed decides. */
export interface Random {
  /** An integer from 0 to `end` - 1; 0 where `end` is not positive. */
  below(end: number): number;
  /** One of the items. */
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough to choose mutations. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (end: number): number => (end > 0 ? Math.floor((next() / 2 ** 32) * end) : 0);
  return {below, pick: items => items[below(items.length)] ?? items[0]};
}

/** Numbers for one mutant of a campaign: neighbouring indexes must not give neighbouring states. */
export function mutantRandom(seed: number, index: number): Random {
  return seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
}
