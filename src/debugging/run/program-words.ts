/** What `pyxdbg run` and `pyxdbg debug` start. */
export interface ProgramWords {
  /** Whether the words are Python's: a script or `-m MODULE`, and not a command of its own. */
  readonly isPython: boolean;
  readonly words: readonly string[];
}

/**
 * The program in the words of the command line: `app.py ARGS`, `-m MODULE ARGS`, `-c CODE ARGS`, or a command behind
 * `--`. Null where none is named.
 */
export function programWords(words: readonly string[], isCommand: boolean): ProgramWords | null {
  const [first] = words;
  if (first === undefined) return null;
  if ((first === '-m' || first === '-c') && words.length < 2) return null;
  return {isPython: !isCommand, words};
}
