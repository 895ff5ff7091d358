import type {SymbolSubject} from './subject.ts';

/** Where debug information comes from, in the order of the lookup; users switch them off by these names. */
export const SOURCE_NAMES = [
  'beside',
  'base-prefix',
  'store',
  'system',
  'apt',
  'debuginfod',
  'symbol-path',
  'python-org',
  'pymanager',
  'python-build-standalone',
  'microsoft',
] as const;

export type SourceName = (typeof SOURCE_NAMES)[number];

/**
 * A place that may have the debug information of a binary: said, not looked at. The driver (src/system) gets it, the
 * identity decides.
 */
export type Candidate =
  /** A file of this machine, used where it stands. */
  | {readonly kind: 'file'; readonly path: string}
  /** A file of this machine or of the network that holds it compressed or among others. */
  | {readonly kind: 'packed'; readonly place: Place; readonly packing: Packing}
  /** A file to be fetched as it is. */
  | {readonly kind: 'plain'; readonly place: Place}
  /** `file.ptr` of a SymStore: a text file that names another place (`PATH:`) or gives a reason (`MSG:`). */
  | {readonly kind: 'pointer'; readonly place: Place}
  /** A package that the distribution's index knows by build-id. */
  | {readonly kind: 'package'; readonly manager: 'apt'; readonly buildId: string};

/** Where a file is: a path of this machine, or an http(s) URL. */
export type Place = {readonly at: 'path'; readonly path: string} | {readonly at: 'url'; readonly url: string};

/** `cab`: one compressed file (`.pd_`); `archive`: MSI, ZIP, tar, whose members are recognised by their identity. */
export type Packing = 'cab' | 'archive';

/** Something that must be there for a candidate to be asked at all: the `index2.txt` of a two-tier SymStore. */
export interface GuardedCandidate {
  readonly candidate: Candidate;
  readonly onlyIf: Place | null;
  /** SymStore folders on the way that keep a copy of what is found, nearest first. */
  readonly keepIn: readonly string[];
}

/** One source of debug information, pure: it names places, and touches none. */
export interface SymbolSource {
  readonly name: SourceName;
  /** Whether asking it leaves this machine. */
  readonly isRemote: boolean;
  /** The places to ask for a binary, best first; none where the source cannot have it. */
  candidates(subject: SymbolSubject): readonly GuardedCandidate[];
}

/** A candidate without a condition, not kept on the way. */
export function plainly(candidate: Candidate): GuardedCandidate {
  return {candidate, onlyIf: null, keepIn: []};
}
