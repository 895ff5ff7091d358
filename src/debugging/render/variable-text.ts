import {printable} from '../../report/printable.ts';
import type {Variable} from '../traceback/model.ts';

/** A variable as `name = value`: of C what a pointer points to behind an arrow, Python's objects as Python shows them. */
function variableText(variable: Variable, language: 'c' | 'python'): string {
  const {name, value, missing} = variable;
  const text =
    language === 'c'
      ? valueText(variable)
      : value === null
        ? `<${printable(missing ?? 'not known')}>`
        : printable(value);
  return `${printable(name)} = ${text}`;
}

function valueText({value, missing, parts, python}: Variable): string {
  const own = value === null ? `<${printable(missing ?? 'not known')}>` : printable(value);
  if (python) return printable(python.value);
  if (value === '0x0') return 'NULL';
  const [target] = parts ?? [];
  // The compiler may leave the pointer out, and tell what it would point to.
  if (target?.name === '*') return `${own} -> ${valueText(target)}`;
  if (value === null) return own;
  if (parts && value.startsWith('{')) return `{${membersText(parts)}}`;
  return printable(value);
}

function membersText(parts: readonly Variable[]): string {
  return parts
    .map(part =>
      part.name.startsWith('[') ? valueText(part) : `${printable(part.name)} = ${valueText(part)}`,
    )
    .join(', ');
}

/** Values separated by commas, in lines of at most `width` characters; one that is longer is cut at its end. */
export function variableLines(
  variables: readonly Variable[],
  language: 'c' | 'python',
  width: number,
): readonly string[] {
  const lines: string[] = [];
  for (const variable of variables) {
    const text = cutAtEnd(variableText(variable, language), width - 1);
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + text.length < width)
      lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(text);
  }
  return lines;
}

/** Text of at most `width` characters, with `...` in place of what is left out. */
export function cutAtEnd(text: string, width: number): string {
  return text.length <= width
    ? text
    : `${text.slice(0, Math.max(0, width - 3)).replace(/[\ud800-\udbff]$/, '')}...`;
}
