/** Exit statuses: no finding that fails, findings, a wrong call or environment, a bug of ours. The highest applies. */
export const EXIT = {clean: 0, findings: 1, usage: 2, bug: 3} as const;

/** What a {@link UserError} is made from. */
export interface UserErrorParts {
  /** What was expected and found, in lower case and without a final period. */
  readonly what: string;
  /** The file (with its line), option or name concerned. */
  readonly where?: string;
  /** What to type or change next. */
  readonly advice?: string;
  /** Exit status; 2 unless said otherwise. */
  readonly exitCode?: number;
  readonly cause?: unknown;
}

/**
 * A failure that the user can do something about. Its message is one sentence, `where: what; advice`; commands print
 * it without a stack trace and end with `exitCode`.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly what: string;
  readonly where: string | undefined;
  readonly advice: string | undefined;
  readonly exitCode: number;

  constructor({what, where, advice, exitCode = EXIT.usage, cause}: UserErrorParts) {
    const place = where === undefined ? '' : `${where}: `;
    const hint = advice === undefined ? '' : `; ${advice}`;
    super(`${place}${what}${hint}`, cause === undefined ? undefined : {cause});
    this.what = what;
    this.where = where;
    this.advice = advice;
    this.exitCode = exitCode;
  }
}
