import {readdirSync, readFileSync} from 'node:fs';
import type {Severity} from '../../src/rules/finding.ts';

const folder = new URL('../../docs/rules/', import.meta.url);

/** The severities that the page of each rule states, in the order of the alphabet. */
export const pageSeverities: ReadonlyMap<string, readonly Severity[]> = new Map(
  readdirSync(folder)
    .filter(file => file.endsWith('.md'))
    .map(file => [file.slice(0, -'.md'.length), statedOn(readFileSync(new URL(file, folder), 'utf8'))]),
);

/** `Formats: PE | Severity: error; note in a library ...`, the paragraph below the first sentence. */
function statedOn(page: string): readonly Severity[] {
  const [, stated = ''] = /^Formats: [^|]*\| Severity: ([\s\S]*?)\n\n/m.exec(page) ?? [];
  // The pattern finds nothing else.
  const words = stated.match(/\b(?:error|warning|note)\b/g) as readonly Severity[] | null;
  return [...new Set(words ?? [])].sort();
}
