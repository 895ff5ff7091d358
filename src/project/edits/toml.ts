import {isDeepStrictEqual} from 'node:util';
import {parse, TomlError} from 'smol-toml';
import {UserError} from '../../errors.ts';
import {appendBlock} from './append-block.ts';
import type {FileEdit} from './file-edit.ts';
import {utf8Text} from './text-of.ts';

/** A table as smol-toml gives it. */
export type TomlTable = Readonly<Record<string, unknown>>;

/** Reads a TOML file. Throws a UserError with the line for bytes that are no TOML. */
export function readToml(bytes: Uint8Array, file: string): TomlTable {
  const text = utf8Text(bytes);
  if (text === null) throw new UserError({what: 'is not valid TOML: not UTF-8', where: file});
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const [problem = ''] = cause.message.replace('Invalid TOML document: ', '').split('\n');
    throw new UserError({what: `is not valid TOML: ${problem}`, where: `${file}:${cause.line}`, cause});
  }
}

/** What stands at a path of keys; undefined where nothing does. */
export function tomlValue(table: TomlTable, path: readonly string[]): unknown {
  let value: unknown = table;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    // Any object of smol-toml is a table or a list of values; both are read by key.
    value = (value as TomlTable)[key];
  }
  return value;
}

/**
 * Appends tables to a TOML file, where a table header never lands inside another table. Null where the result would
 * not be TOML, or would mean anything else than `expected`, given what the file meant: an inline `tool = {...}` cannot
 * be added to.
 */
export function appendToml(
  edit: FileEdit,
  lines: string,
  expected: (before: TomlTable, added: TomlTable) => TomlTable,
): FileEdit | null {
  const before = readToml(edit.after, edit.path);
  const result = appendBlock(edit, lines, true);
  let after: TomlTable;
  try {
    after = readToml(result.after, edit.path);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
  return isDeepStrictEqual(plain(after), plain(expected(before, parse(lines)))) ? result : null;
}

/** Without smol-toml's own prototypes; dates keep their text. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
