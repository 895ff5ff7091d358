/** The text of a file that must be UTF-8, without its byte order mark; null where it is not UTF-8. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return null;
  }
}

/** How the lines of a file end, by its first one; `\n` where it has none. */
export function lineEndingOf(bytes: Uint8Array): '\n' | '\r\n' {
  const end = bytes.indexOf(0x0a);
  return end > 0 && bytes[end - 1] === 0x0d ? '\r\n' : '\n';
}

/** Text of ours with the line endings of the file it goes into. */
export function withLineEndings(text: string, ending: '\n' | '\r\n'): string {
  return ending === '\n' ? text : text.replaceAll('\n', ending);
}
