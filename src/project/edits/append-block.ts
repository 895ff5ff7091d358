import {type FileEdit, insertText} from './file-edit.ts';
import {lineEndingOf, withLineEndings} from './text-of.ts';

/**
 * Appends whole lines to a file, in its own line endings. A missing end of the last line comes first, as part of the
 * span, so that removing the span gives the old bytes. `apart`: with a blank line between, unless the file is empty.
 */
export function appendBlock(edit: FileEdit, lines: string, apart: boolean): FileEdit {
  const bytes = edit.after;
  const isEmpty = bytes.length === 0;
  const endsLine = isEmpty || bytes.at(-1) === 0x0a;
  const text = `${endsLine ? '' : '\n'}${apart && !isEmpty ? '\n' : ''}${lines}`;
  return insertText(edit, bytes.length, withLineEndings(text, lineEndingOf(bytes)));
}
