import type {RealFrame} from '../verdict/frame-words.ts';
import type {Sources} from './text-options.ts';

/** A line of source as it is shown. */
export interface SnippetLine {
  readonly number: number;
  /** Without its end, tabs as four blanks; nothing in it is escaped yet. */
  readonly text: string;
  readonly isHere: boolean;
}

/** Longer lines are those of generated or packed files. */
const MAX_LINE = 400;

/** The line of a frame with `around` lines before and behind it; none where the file has no such line. */
export function snippet(
  {file, line}: Pick<RealFrame, 'file' | 'line'>,
  sources: Sources,
  around: number,
): readonly SnippetLine[] {
  if (file === null || line === null || line < 1 || sources.line(file, line) === null) return [];
  const first = Math.max(1, line - around);
  const count = line + around - first + 1;
  return Array.from({length: count}, (_, index) => first + index).flatMap(number => {
    const text = sources.line(file, number);
    if (text === null) return [];
    return [{number, text: text.slice(0, MAX_LINE).replaceAll('\t', '    '), isHere: number === line}];
  });
}
