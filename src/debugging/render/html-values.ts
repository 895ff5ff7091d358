import type {Variable} from '../traceback/model.ts';
import {htmlText} from './html-escape.ts';

/** Variables, and what is in them, as lists that unfold. */
export function valueList(values: readonly Variable[], kind: 'values' | 'parts' = 'values'): string {
  return values.length === 0 ? '' : `<ul class="${kind}">${values.map(valueItem).join('')}</ul>`;
}

function valueItem({name, type, value, missing, isCut, parts = [], python}: Variable): string {
  const shown = value === null ? `<${missing ?? 'not known'}>` : value === '0x0' ? 'NULL' : value;
  const text = [
    `<code>${htmlText(name === '*' ? 'points to' : `${name} =`)} ${htmlText(python?.value ?? shown)}</code>`,
    ...notes(type, python && `${python.type} at ${shown}`, isCut).map(
      note => `<span class="note">${htmlText(note)}</span>`,
    ),
  ].join(' ');
  return parts.length === 0
    ? `<li>${text}</li>`
    : `<li><details><summary>${text}</summary>${valueList(parts, 'parts')}</details></li>`;
}

function notes(
  type: string | null,
  object: string | undefined,
  isCut: boolean | undefined,
): readonly string[] {
  return [
    ...(type === null ? [] : [type]),
    ...(object === undefined ? [] : [object]),
    ...(isCut ? ['cut'] : []),
  ];
}
