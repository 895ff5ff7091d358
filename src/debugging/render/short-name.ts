import {cut, printable} from '../../report/printable.ts';
import {frameName, type RealFrame} from '../verdict/frame-words.ts';

/** A function's name for a column of `width`: without the functions that it stands in, template arguments as `<...>`. */
export function shortName(frame: RealFrame, width: number): string {
  const name = printable(frameName(frame));
  if (frame.kind === 'python') return cut(withoutOuter(name), width);
  return cut(name.length <= width ? name : withoutArguments(name), width);
}

/** `<lambda>` of `dispatch.<locals>.<lambda>`. */
function withoutOuter(name: string): string {
  const at = name.lastIndexOf('<locals>.');
  return at < 0 ? name : name.slice(at + '<locals>.'.length);
}

/** What stands between the outermost angle brackets, and the parameters at the end, give way to dots. */
function withoutArguments(name: string): string {
  if (name.includes('operator')) return name;
  let short = '';
  let depth = 0;
  for (const letter of name) {
    if (letter === '<' || letter === '(') {
      if (depth === 0) short += `${letter}...`;
      depth += 1;
    }
    if (letter === '>' || letter === ')') depth -= 1;
    if (depth <= 0 || depth > name.length) short += letter;
  }
  return depth === 0 ? short : name;
}
