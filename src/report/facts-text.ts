import {shown} from './printable.ts';
import type {CheckReport} from './report.ts';
import {makeStyle, type Style} from './style.ts';

/** Names shown of a list; JSON has them all. */
const MAX_ITEMS = 6;

/** What was read from each binary, with long lists cut, as text. */
export function renderFacts(report: CheckReport, {color}: {color: boolean}): string {
  const style = makeStyle(color);
  const blocks = report.artefacts.flatMap(({path, binaries}) =>
    binaries
      .filter(({facts}) => facts !== undefined)
      .map(binary => {
        const title = style('bold', shown(`${path}: ${binary.path}`));
        return [title, ...factLines(binary.facts, '  ', style)].join('\n');
      }),
  );
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n\n`;
}

function factLines(value: unknown, indent: string, style: Style): string[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const label = `${indent}${style('dim', key)}`;
    if (isRecord(item)) return [label, ...factLines(item, `${indent}  `, style)];
    if (Array.isArray(item)) return listLines(label, item, indent, style);
    return [`${label}  ${scalar(item)}`];
  });
}

function listLines(label: string, items: readonly unknown[], indent: string, style: Style): string[] {
  const more = items.length > MAX_ITEMS ? [`and ${items.length - MAX_ITEMS} more`] : [];
  const first = items.slice(0, MAX_ITEMS);
  if (items.length === 0) return [`${label}  none`];
  if (isListOfNamed(items))
    return listLines(
      label,
      items.map(({name}) => name),
      indent,
      style,
    );
  if (first.some(isRecord)) {
    const lines = first.flatMap(item => [`${indent}  -`, ...factLines(item, `${indent}    `, style)]);
    return [`${label} (${items.length})`, ...lines, ...more.map(text => `${indent}  ${text}`)];
  }
  return [`${label} (${items.length})  ${[...first.map(scalar), ...more].join(', ')}`];
}

/** Undefined symbols: their names tell enough. */
function isListOfNamed(items: readonly unknown[]): items is readonly {readonly name: string}[] {
  return items.every(item => isRecord(item) && typeof item['name'] === 'string' && !('guid' in item));
}

function scalar(value: unknown): string {
  return value === null ? 'none' : typeof value === 'string' ? shown(value) : String(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
