import type {Spot} from './hot-spots.ts';
import type {Random} from './random.ts';

/** A file to mutate, and where readers look at it. */
export interface Seed {
  readonly bytes: Uint8Array;
  readonly spots: readonly Spot[];
}

/** A changed file, and what was done to it, in order. */
export interface Mutant {
  readonly bytes: Uint8Array;
  readonly steps: readonly string[];
}

/** Large enough that quadratic work shows, small enough that linear work does not. */
const LARGE_BYTES = 1024 * 1024;

type Step = (bytes: Buffer, at: number, random: Random, other: Uint8Array) => Buffer;

/** Makes one mutant of a seed by one to six steps; `other` is a second file to take bytes from. */
export function mutate(seed: Seed, other: Uint8Array, random: Random): Mutant {
  let bytes: Buffer = Buffer.from(seed.bytes);
  const steps: string[] = [];
  for (let left = 1 + random.below(6); left > 0; left--) {
    const [name, step] = random.pick(STEPS);
    const at = position(seed, bytes.length, random);
    bytes = step(bytes, at, random, other);
    steps.push(`${name} at ${at}`);
  }
  return {bytes, steps};
}

/** Mostly where a reader looks, sometimes the head of the file, sometimes anywhere. */
function position(seed: Seed, length: number, random: Random): number {
  const choice = random.below(10);
  const spot = seed.spots[random.below(seed.spots.length)];
  if (choice < 7 && spot) return Math.min(spot.offset + random.below(spot.length), Math.max(0, length - 1));
  return choice < 8 ? random.below(Math.min(length, 1024)) : random.below(length);
}

const flipBit: Step = (bytes, at, random) => {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
};

const changeBytes: Step = (bytes, at, random) => {
  for (let index = at; index < Math.min(at + 1 + random.below(8), bytes.length); index++) {
    bytes[index] = random.below(256);
  }
  return bytes;
};

/** An integer of 2, 4 or 8 bytes at `at`, aligned as tables are. */
const setInteger: Step = (bytes, at, random) => {
  const width = random.pick([2, 4, 4, 8]);
  const size = BigInt(bytes.length);
  const top = 1n << BigInt(width * 8);
  const near = BigInt(random.below(16));
  const value = random.pick([
    0n,
    1n,
    near,
    -1n - near,
    top >> 1n,
    (top >> 1n) - 1n,
    size,
    size - near,
    size + near,
    0x7fff_ffffn,
    0xffff_fff0n,
    top / 16n,
    BigInt(random.below(bytes.length)),
    BigInt(random.below(2 ** 32)),
  ]);
  return writeInteger(bytes, at - (at % Math.min(width, 4)), width, value, random);
};

const addToInteger: Step = (bytes, at, random) => {
  const start = at - (at % 4);
  if (start + 4 > bytes.length) return bytes;
  const delta = random.pick([1, -1, 4, -4, 8, -8, 16, 256, 4096, -4096]);
  return writeInteger(bytes, start, 4, BigInt(bytes.readUInt32LE(start) + delta), random);
};

function writeInteger(bytes: Buffer, start: number, width: number, value: bigint, random: Random): Buffer {
  if (start + width > bytes.length) return bytes;
  const whole = Buffer.alloc(8);
  if (random.below(4) > 0) {
    whole.writeBigUInt64LE(BigInt.asUintN(64, value));
    whole.copy(bytes, start, 0, width);
  } else {
    whole.writeBigUInt64BE(BigInt.asUintN(64, value));
    whole.copy(bytes, start, 8 - width, 8);
  }
  return bytes;
}

/** Tables that point at one another. */
const copyWithin: Step = (bytes, at, random) => {
  const from = random.below(bytes.length);
  bytes.copyWithin(at, from, from + random.pick([2, 4, 8, 16, 64, 512]));
  return bytes;
};

const copyFromOther: Step = (bytes, at, random, other) => {
  const from = random.below(other.length);
  Buffer.from(other.subarray(from, from + 1 + random.below(256))).copy(bytes, at);
  return bytes;
};

/** Names lose their NULs, counts become huge. */
const fill: Step = (bytes, at, random) =>
  bytes.fill(
    random.pick([0x41, 0xff, 0x00, 0x01, 0x80]),
    at,
    Math.min(bytes.length, at + random.pick([8, 64, 512, 8192])),
  );

const insert: Step = (bytes, at, random) => {
  const inserted = Buffer.alloc(1 + random.below(64), random.below(256));
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
};

const remove: Step = (bytes, at, random) =>
  Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(64))]);

const truncate: Step = (bytes, at) => bytes.subarray(0, at);

/** A long file, so that a huge count or size finds the bytes that it asks for. */
const grow: Step = (bytes, at, random) => {
  const length = random.below(8) === 0 ? LARGE_BYTES : 64 * 1024;
  if (bytes.length >= length) return bytes;
  const pattern = random.pick([
    bytes.subarray(at, at + 1 + random.below(64)),
    Buffer.from('A'),
    Buffer.from([0]),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from([0xff]),
  ]);
  const tail = Buffer.alloc(length - bytes.length, pattern.length > 0 ? pattern : Buffer.from([0]));
  return Buffer.concat([bytes, tail]);
};

/** Integers and bytes come up more often than what destroys the whole file. */
const STEPS: readonly [readonly [string, Step], ...(readonly [string, Step])[]] = [
  ['integer', setInteger],
  ['integer', setInteger],
  ['integer', setInteger],
  ['add', addToInteger],
  ['add', addToInteger],
  ['bit', flipBit],
  ['bytes', changeBytes],
  ['bytes', changeBytes],
  ['copy', copyWithin],
  ['copy', copyWithin],
  ['splice', copyFromOther],
  ['fill', fill],
  ['insert', insert],
  ['remove', remove],
  ['truncate', truncate],
  ['grow', grow],
];
