import {type FileEdit, insertText} from './file-edit.ts';
import {lineEndingOf, withLineEndings} from './text-of.ts';

/** The first line of a block that `init` wrote begins so, whatever language it is in. */
export const BLOCK_START = '# >>> pyxdbg >>>';

/** Whether a file holds a block that `init` wrote, edited or not. */
export function hasBlock(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes(BLOCK_START);
}

/** The block as it goes into a file: in its line endings. */
export function blockFor(bytes: Uint8Array, block: string): string {
  return withLineEndings(block, lineEndingOf(bytes));
}

/**
 * Inserts a block of whole lines at the beginning of a line of a Python file, with a blank line to what stands before
 * or behind it where there is none. The end of a last line that lacks one becomes part of the span.
 */
export function insertBlock(edit: FileEdit, offset: number, block: string): FileEdit {
  const ending = lineEndingOf(edit.after);
  const text = Buffer.from(edit.after).toString('latin1');
  const before = text.slice(0, offset);
  const behind = text.slice(offset);
  const closesLine = before === '' || before.endsWith('\n') || before === '\xef\xbb\xbf';
  const isApart = /(?:^|\n)[ \t]*\r?\n$/.test(before) || before.trim() === '' || before === '\xef\xbb\xbf';
  const needsBlank = behind !== '' && !/^[ \t]*\r?\n/.test(behind);
  const lead = `${closesLine ? '' : ending}${isApart ? '' : ending}`;
  return insertText(edit, offset, `${lead}${blockFor(edit.after, block)}${needsBlank ? ending : ''}`);
}
