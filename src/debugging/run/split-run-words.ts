/** Options of a command that take a value in the next word. */
export type TakesValue = (option: string) => boolean;

/** The words of our own options, and those of the program. */
export interface SplitWords {
  readonly own: readonly string[];
  readonly program: readonly string[];
  /** The program stands behind `--`: a command of its own, not a script of Python's. */
  readonly isCommand: boolean;
}

/**
 * Splits a command line where the program begins: at the first word that is no option of ours, at `-m` or `-c`, or
 * behind `--`. All that follows is the program's, also what looks like an option of ours.
 */
export function splitRunWords(words: readonly string[], takesValue: TakesValue): SplitWords {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (word === '--') return {own: words.slice(0, at), program: words.slice(at + 1), isCommand: true};
    if (word === '-m' || word === '-c' || !word.startsWith('-') || word === '-') break;
    at += takesValue(word) ? 2 : 1;
  }
  return {own: words.slice(0, at), program: words.slice(at), isCommand: false};
}
