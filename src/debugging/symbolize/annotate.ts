import {printable} from '../../report/printable.ts';
import type {LocatedCode, SourcePlace} from './located.ts';

/** What is put at the end of a frame's line: the function and its place, and what it is inlined into. */
export function annotation(code: LocatedCode): string {
  if (code.length === 0) return '';
  return `  -> ${code.map(placeText).join('; inlined into ')}`;
}

function placeText({function: name, file, line}: SourcePlace): string {
  const place = file === null ? null : `${file}${line === null ? '' : `:${line}`}`;
  return printable([name, place].filter(part => part !== null).join(', '));
}

/** A line with text at its end, in front of what ends it. */
export function withAnnotation(line: Buffer, text: string): Buffer {
  if (text === '') return line;
  let end = line.length;
  while (end > 0 && (line[end - 1] === 0x0a || line[end - 1] === 0x0d)) end--;
  return Buffer.concat([line.subarray(0, end), Buffer.from(text), line.subarray(end)]);
}
