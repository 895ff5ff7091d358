/**
 * Gives the content of a table by its file name in `toolchains/`: the parsed value for `.json` (which is also what
 * becomes of a `.yaml` there), the text for `.txt`.
 */
export type TableReader = (name: string) => unknown;

/**
 * Reads a table as `T`. The cast is safe because the tables are part of pyxdbg, and
 * test/toolchains/table-shapes.test.ts holds each to its schema.
 */
export function readAs<T>(read: TableReader, name: string): T {
  return read(name) as T;
}

/** The lines of a text table that are neither empty nor a `#` comment. */
export function dataLines(read: TableReader, name: string): readonly string[] {
  return readAs<string>(read, name)
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'));
}
