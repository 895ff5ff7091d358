import type {SourceName} from './source.ts';
import type {SymbolSubject} from './subject.ts';

/**
 * What is known of a binary's debug information:
 * - `own`: it is in the binary itself.
 * - `matching`: a debug file is there, and its identity and content were checked.
 * - `mismatched`: a debug file is there under the right name, but it is of another build; none that matches was found.
 * - `stripped`: none in the binary, none found where it was looked; it may be published.
 * - `not-published`: every source that could have it was asked, and none has it.
 * - `nothing-to-match`: the binary says nothing by which debug information could be recognised.
 */
export type SymbolVerdict =
  | 'own'
  | 'matching'
  | 'mismatched'
  | 'stripped'
  | 'not-published'
  | 'nothing-to-match';

/** One place that was asked, and what came of it. */
export interface Attempt {
  readonly source: SourceName;
  /** Path or URL, without user name and password. */
  readonly where: string;
  readonly result: 'absent' | 'mismatched' | 'unreachable' | 'refused';
  /** One clause, e.g. `GUID 86e3... age 1, wanted d4f0... age 1`; null for plain absence. */
  readonly detail: string | null;
}

/** What became of one binary. */
export interface SymbolOutcome {
  readonly subject: SymbolSubject;
  readonly verdict: SymbolVerdict;
  /** The debug file on this machine; the binary itself where it has its own; null where there is none. */
  readonly file: string | null;
  /** Where the debug file came from; null where there is none. */
  readonly source: SourceName | null;
  /** The place there: path or URL. */
  readonly from: string | null;
  /** Bytes that were fetched for it in this run. */
  readonly fetchedBytes: number;
  readonly attempts: readonly Attempt[];
  /** Sources that were not asked, and may have it: the first place of each. */
  readonly mayBeIn: readonly {readonly source: SourceName; readonly where: string}[];
  /** Packages of the system that have it, and are not installed. */
  readonly packages: readonly {readonly name: string; readonly version: string}[];
}
