import {settable} from '../../symbols/handover/one-line.ts';

/**
 * A word of a Windows command line, as the C runtime takes it apart again (Microsoft: "Parsing C command-line
 * arguments"): backslashes count before a quote only. In quotes whenever cmd.exe might see more in it than a word.
 */
export function commandWord(word: string): string {
  if (/^[\w.:\\/+,=-]+$/.test(word)) return word;
  const quoted = word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${quoted}"`;
}

/** Words that start a program, for a batch file. Throws a UserError for what cmd.exe has no way to quote. */
export function batchLine(words: readonly string[]): string {
  // A quote within quotes would end them for cmd.exe, and let it see what follows.
  return words
    .map(word => commandWord(settable(word, 'a batch file', '"')))
    .join(' ')
    .replaceAll('%', '%%');
}

/** A text as a value in an MSBuild file (Microsoft: "MSBuild special characters"), in which nothing is expanded. */
export function msbuildText(text: string): string {
  return text.replaceAll(
    /[%$@'();?*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
