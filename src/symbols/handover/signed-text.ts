/** What the first line of a file that pyxdbg wrote says, so that it is known again, and known to be unchanged. */
const WORDS = 'written by pyxdbg symbols path, digest';

/** Puts a first line before a text. `digestOf` gives hexadecimal digits. */
export function signText(text: string, comment: string, digestOf: (text: string) => string): string {
  return `${comment} ${WORDS} ${digestOf(text)}\n${text}`;
}

/** `ours` as it was written, `changed` by another hand since, or `foreign`. */
export function readSignature(
  text: string,
  comment: string,
  digestOf: (text: string) => string,
): 'ours' | 'changed' | 'foreign' {
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end).replace(/\r$/, '');
  const start = `${comment} ${WORDS} `;
  if (!first.startsWith(start)) return 'foreign';
  return digestOf(text.slice(end + 1)) === first.slice(start.length) ? 'ours' : 'changed';
}
