import type {Comparison, Difference} from './compare.ts';

/** The most examples of one kind that are printed. */
const MAX_EXAMPLES = 12;
/** The longest value that is printed whole, in characters. */
const MAX_VALUE = 160;

/** A comparison as lines: the table of fields, the known differences with their reasons, and all unknown ones. */
export function comparisonLines({binaries, fields, known, unknown}: Comparison): string[] {
  const width = Math.max(...fields.map(({field}) => field.length));
  const row = (field: string, ...cells: readonly (string | number)[]): string =>
    `${field.padEnd(width)}${cells.map(cell => String(cell).padStart(10)).join('')}`;
  return [
    row('field', 'compared', 'equal', 'known', 'unknown'),
    ...fields.map(one => row(one.field, one.compared, one.equal, one.known, one.unknown)),
    row(
      'sum',
      ...(['compared', 'equal', 'known', 'unknown'] as const).map(key =>
        fields.reduce((sum, field) => sum + field[key], 0),
      ),
    ),
    `${binaries} binaries compared`,
    ...[...known].flatMap(([{reason}, differences]) => [
      `known, ${differences.length} times: ${reason}`,
      ...examples(differences),
    ]),
    ...(unknown.length === 0 ? [] : [`unknown, ${unknown.length} times:`, ...examples(unknown)]),
  ];
}

function examples(differences: readonly Difference[]): string[] {
  const more = differences.length - MAX_EXAMPLES;
  return [
    ...differences
      .slice(0, MAX_EXAMPLES)
      .map(
        ({container, path, field, ours, theirs}) =>
          `  ${container} ${path}: ${field} ${short(ours)}, reference ${short(theirs)}`,
      ),
    ...(more > 0 ? [`  ... ${more} more`] : []),
  ];
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}...` : text;
}
