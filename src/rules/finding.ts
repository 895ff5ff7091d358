/** How bad a finding is: an error means that the import fails or the process is at risk. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing that does not fit between a binary and the Python it is for. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without final period, first letter in lower case. */
  readonly message: string;
  /** What a baseline keys on: the library, symbol or name concerned (not the message). */
  readonly subject: string;
  /** Short lines, such as label `imports` with text `malloc, free and 22 more`. */
  readonly evidence: readonly {readonly label: string; readonly text: string}[];
  readonly breaks: string;
  readonly fix: string;
  readonly suppressed?: 'baseline' | 'per-file-ignores';
}
