/**
 * Breaks text at blanks into lines of at most `width` characters. A word that is longer is broken where it must be,
 * so that no line is. An empty text gives one empty line.
 */
export function wrap(text: string, width: number): string[] {
  const limit = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= limit) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    let rest = word;
    while (rest.length > limit) {
      // A pair of surrogates is one character: it is not torn apart.
      const end = limit > 1 && /[\ud800-\udbff]/.test(rest.charAt(limit - 1)) ? limit - 1 : limit;
      lines.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    line = rest;
  }
  lines.push(line);
  return lines;
}

/** Text after a label that stands in a column of its own: wrapped to `width`, later lines under the first one. */
export function hanging(label: string, column: number, text: string, width: number): string[] {
  const indent = ' '.repeat(column);
  return wrap(text, width - column).map((line, index) => (index === 0 ? label : indent) + line);
}

/**
 * Breaks a sentence for a terminal, without a line break in what is to be copied: a path, or the command behind
 * `run: `, which stands on a line of its own.
 */
export function wrapSentence(text: string, width: number): string[] {
  const at = text.indexOf(' run: ');
  if (at >= 0 && text.length > width) {
    return [
      ...wrapSentence(text.slice(0, at + ' run:'.length), width),
      `  ${text.slice(at + ' run: '.length)}`,
    ];
  }
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
