import {writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const TABLES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'toolchains');

/** What every table begins with. */
export interface TableOrigin {
  /** Where the facts come from, with versions; one line each. */
  readonly source: readonly string[];
  /** The command that makes the table again. */
  readonly generator: string;
  /** What a line means. */
  readonly format: readonly string[];
}

/** The day of the run as `2026-11-22`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Writes a text table: a `#` header, then the lines as they are. */
export function writeTextTable(name: string, origin: TableOrigin, lines: readonly string[]): void {
  const header = [
    ...origin.source.map(line => `source: ${line}`),
    `generated: ${today()}`,
    `generator: ${origin.generator}`,
    ...origin.format.map(line => `format: ${line}`),
  ];
  writeTable(name, `${header.map(line => `# ${line}`).join('\n')}\n${lines.join('\n')}\n`);
}

/** Writes a file into `toolchains/`. */
export function writeTable(name: string, text: string): void {
  writeFileSync(join(TABLES, name), text);
}

/** By UTF-16 code unit, the same on every machine. */
export function sorted(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Ends a generator that was called wrongly. */
export function usage(text: string): never {
  console.error(`Usage: ${text}`);
  process.exit(2);
}
