import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ByteSource} from '../../src/binary/byte-source.ts';
import {type Mutant, mutate, type Seed} from './mutate.ts';
import {mutantRandom} from './random.ts';

/** Reads one file in every way; the outcome in a word. What it throws is a defect. */
export type Attempt = (name: string, source: ByteSource) => Promise<string>;

/** What a child process is told. */
export interface Work {
  /** Where the seeds lie, and their names in order. */
  readonly folder: string;
  readonly names: readonly string[];
  /** URL of a module that exports an {@link Attempt} as `attempt`. */
  readonly attempt: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** One line of a child's output. Index -1: the seeds themselves have been read. */
export interface Line {
  readonly index: number;
  readonly outcome: string;
  /** The stack of what was thrown. */
  readonly failure?: string;
  readonly cpuMs: number;
  /** The most memory that the process has had so far. */
  readonly peakKiB: number;
}

/** The bytes of the seeds, in the order of their names. */
export function loadSeeds(work: Pick<Work, 'folder' | 'names'>): readonly Uint8Array[] {
  return work.names.map(name => readFileSync(join(work.folder, name)));
}

/** The mutant of an index: the seeds take turns, everything else follows from the numbers. */
export function mutantAt(
  seed: number,
  index: number,
  names: readonly string[],
  seeds: readonly Seed[],
): Mutant & {readonly name: string} {
  const random = mutantRandom(seed, index);
  const which = index % seeds.length;
  const [one, other] = [seeds[which], seeds[random.below(seeds.length)]];
  if (!one || !other) throw new Error('no seeds');
  return {name: names[which] ?? '', ...mutate(one, other.bytes, random)};
}
