import type {ByteSource} from '../../binary/byte-source.ts';
import type {BinaryFacts} from '../../binary/facts.ts';
import {readBinary} from '../../binary/read-binary.ts';
import {UnreadableError} from '../../binary/unreadable.ts';

/** What a split made, to be judged: a program's exit status proves nothing. */
export interface SplitParts {
  readonly original: ByteSource;
  readonly stripped: ByteSource;
  readonly debugFile: ByteSource;
  /** Base name and CRC-32 of the debug file. */
  readonly debugName: string;
  readonly debugCrc32: number;
}

/** Facts of a part. Throws {@link UnreadableError}. */
export function factsOfPart(source: ByteSource): BinaryFacts {
  const outcome = readBinary(source);
  if ('facts' in outcome) return outcome.facts;
  throw new UnreadableError(outcome.unreadable.reason, outcome.unreadable.detail);
}

/** The first key whose values are not the same; null where all are. */
export function firstDifference(
  a: BinaryFacts,
  b: BinaryFacts,
  leftOut: ReadonlySet<string> = new Set(),
): string | null {
  const [ours, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  const differs = ours.find(
    ([key, value]) => !leftOut.has(key) && JSON.stringify(value) !== JSON.stringify(theirs.get(key)),
  );
  return differs?.[0] ?? null;
}
