/** Something that would keep F5 from working. */
export interface LaunchFinding {
  /** A file of the editor's, a module, a program: what the finding is about. */
  readonly where: string;
  /** The entry of the file; null where it is about the whole. */
  readonly entry: string | null;
  /** What is wrong, as the rest of a sentence that begins with `where`. */
  readonly problem: string;
  /** What to do, in the imperative. */
  readonly cure: string;
}

/** What writes all files anew. */
export const WRITE_ANEW = 'pyxdbg launch-config';

/** What builds the modules. */
export const BUILD = 'pyxdbg build --debug';
