/**
 * What a terminal, a log or a reader's eye would obey rather than show: control characters (C0, DEL, C1), line and
 * paragraph separators, lone surrogates, and the invisible and bidirectional format characters with which a name can
 * be made to read as another one (Unicode TR 36, CVE-2021-42574).
 */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;

/** {@link UNPRINTABLE} without C0 and surrogates. */
const INVISIBLE =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;

/** The longest run without a blank that is shown whole, in characters; C++ names in real modules reach 5,000. */
const MAX_WORD = 160;

/** The longest text that is shown whole, in characters. */
const MAX_TEXT = 2000;

/** Text from a file as it may be shown: what is not printable is written as an escape such as `\x1b`. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, escapeOf);
}

/** A JSON document, indented, in which what is not printable stands as an escape too: the same data to any reader. */
export function printableJson(value: unknown): string {
  // Such characters stand in strings only; JSON itself escapes C0 and lone surrogates there.
  return JSON.stringify(value, null, 2).replaceAll(INVISIBLE, character =>
    character.replaceAll(/./gs, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** As {@link printable}; over-long names in it, and then the whole, are cut in the middle. */
export function shown(text: string): string {
  const words = printable(text).replaceAll(/\S{161,}/gu, word => cut(word, MAX_WORD));
  return cut(words, MAX_TEXT);
}

/** Cuts text to `max` characters, keeping its beginning and its end. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const tail = Math.floor((max - 3) / 3);
  return `${text.slice(0, max - 3 - tail)}...${text.slice(-tail)}`.replaceAll(
    /[\ud800-\udfff]/gu,
    // Cutting may have torn a surrogate pair apart.
    '',
  );
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}
