/** A configuration file, parsed but not checked. */
export interface ConfigText {
  /** Undefined where the file does not configure pyxdbg. */
  readonly values: unknown;
  /** What an unknown key stands in, e.g. ` in [tool.pyxdbg]`; empty for a file of its own. */
  readonly place: string;
  /**
   * The line of a key, counted from 1: `['per-file-ignores', '*.pyd']`; of an element of its value where the last
   * part is an index, `value` being what stands there.
   */
  lineOf(path: readonly (string | number)[], value?: unknown): number;
}
