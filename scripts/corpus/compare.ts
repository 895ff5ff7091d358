import type {FieldPairs} from './fields.ts';
import {fieldPairs} from './fields.ts';
import {type KnownDifference, knownDifferences} from './known-differences.ts';
import type {OurFacts} from './read-facts.ts';
import type {Reference} from './reference.ts';

/** One field of one binary on which pyxdbg and the reference disagree. */
export interface Difference {
  readonly container: string;
  readonly path: string;
  readonly field: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** How often a field was compared, and with what outcome. */
export interface FieldCount {
  readonly field: string;
  compared: number;
  equal: number;
  known: number;
  unknown: number;
}

/** The comparison of many binaries. */
export interface Comparison {
  readonly binaries: number;
  /** By format and field, in the order in which they were met. */
  readonly fields: readonly FieldCount[];
  readonly known: ReadonlyMap<KnownDifference, readonly Difference[]>;
  readonly unknown: readonly Difference[];
}

/** Collects a comparison, artefact by artefact. */
export class FactComparison {
  readonly #fields = new Map<string, FieldCount>();
  readonly #known = new Map<KnownDifference, Difference[]>();
  readonly #unknown: Difference[] = [];
  #binaries = 0;

  /** Compares every reference of one artefact with what was read there; a binary that was not read is a difference too. */
  add(references: readonly Reference[], read: ReadonlyMap<string, OurFacts>): void {
    for (const reference of references) {
      this.#binaries += 1;
      const ours = read.get(reference.path);
      const pairs = ours && fieldPairs(ours, reference);
      this.#record('read at all', reference, [pairs !== null && pairs !== undefined, true]);
      if (pairs) this.#recordAll(pairs, reference);
    }
    const expected = new Set(references.map(({path}) => path));
    for (const [path, {facts}] of read) {
      if (expected.has(path)) continue;
      const container = references[0]?.container ?? '';
      this.#decide({container, path, field: 'read at all', ours: facts.format, theirs: null});
    }
  }

  result(): Comparison {
    return {
      binaries: this.#binaries,
      fields: [...this.#fields.values()],
      known: this.#known,
      unknown: this.#unknown,
    };
  }

  #recordAll(pairs: FieldPairs, reference: Reference): void {
    for (const [field, pair] of Object.entries(pairs)) this.#record(field, reference, pair);
  }

  #record(name: string, {container, path, format}: Reference, [ours, theirs]: readonly unknown[]): void {
    const field = `${format} ${name}`;
    const count = this.#count(field);
    count.compared += 1;
    if (JSON.stringify(ours) === JSON.stringify(theirs)) count.equal += 1;
    else count[this.#decide({container, path, field, ours, theirs})] += 1;
  }

  #decide(difference: Difference): 'known' | 'unknown' {
    const reason = knownDifferences.find(known => known.covers(difference));
    if (!reason) {
      this.#unknown.push(difference);
      return 'unknown';
    }
    this.#known.set(reason, [...(this.#known.get(reason) ?? []), difference]);
    return 'known';
  }

  #count(field: string): FieldCount {
    const count = this.#fields.get(field) ?? {field, compared: 0, equal: 0, known: 0, unknown: 0};
    this.#fields.set(field, count);
    return count;
  }
}
