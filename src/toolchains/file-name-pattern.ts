/** The longest file name that file systems have; also what bounds the work of a pattern on hostile input. */
export const LONGEST_NAME = 255;

/** The mark that delvewheel (and auditwheel) put before the extension of a bundled copy: `msvcp140-<hash>.dll`. */
const BUNDLED_HASH = /-[0-9a-f]{8,64}(?=\.(dll|so|dylib)\b)/;

/** A table row together with its `pattern` as a regular expression for a whole file name. */
interface CompiledRow<Row> {
  readonly row: Row;
  readonly expression: RegExp;
}

/** Compiles the patterns of table rows: whole file names, compared without case. */
export function compileRows<Row extends {readonly pattern: string}>(
  rows: readonly Row[],
): CompiledRow<Row>[] {
  return rows.map(row => ({row, expression: wholeName(row.pattern)}));
}

/** The first row whose pattern is this file name. */
export function matchRow<Row>(
  rows: readonly CompiledRow<Row>[],
  name: string,
): {readonly row: Row; readonly groups: Readonly<Record<string, string | undefined>>} | null {
  if (name.length > LONGEST_NAME) return null;
  const found = rows.find(({expression}) => expression.test(name));
  return found ? {row: found.row, groups: found.expression.exec(name)?.groups ?? {}} : null;
}

/** Whether a file name is one of these patterns. */
export function anyMatches(expressions: readonly RegExp[], name: string): boolean {
  return name.length <= LONGEST_NAME && expressions.some(expression => expression.test(name));
}

/** A pattern for a whole file name, compared without case. */
export function wholeName(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'i');
}

/** The name without the hash that a repair tool put into it. */
export function withoutBundledHash(name: string): string {
  return name.length > LONGEST_NAME ? name : name.replace(BUNDLED_HASH, '');
}

/** The last part of a path or install name. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
