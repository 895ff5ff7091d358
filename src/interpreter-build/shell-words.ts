/**
 * The words of `CONFIG_ARGS`, which autoconf writes in single quotes, a quote in them as `'\''` (autoconf's
 * `ac_configure_args`). A word without quotes ends at a blank.
 */
export function shellWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === "'") {
      const end = text.indexOf("'", at + 1);
      const stop = end < 0 ? text.length : end;
      word = (word ?? '') + text.slice(at + 1, stop);
      at = stop;
    } else if (character === '\\') {
      word = (word ?? '') + text.charAt(++at);
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== null) words.push(word);
  return words;
}
