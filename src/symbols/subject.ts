import type {DebugFacts, Machine} from '../binary/facts.ts';
import type {Identity, ImageKey} from './identity.ts';

/** A binary whose debug information is looked for. */
export interface SymbolSubject {
  /** As the user knows it: a path, or the path of a member in an archive. */
  readonly path: string;
  /** Base name. */
  readonly name: string;
  /** Absolute path on this machine; null for a member of an archive, and for a module of another machine's dump. */
  readonly location: string | null;
  /** The archive that it is a member of, absolute; null for a file, and for a module of another machine's dump. */
  readonly archive: string | null;
  readonly format: 'pe' | 'elf' | 'macho';
  /** Of the first slice of a Mach-O file. */
  readonly machine: Machine;
  /** What its debug information must match; null where nothing in it says so: no debug directory, no build-id, no UUID. */
  readonly identity: Identity | null;
  /** What the file itself is found by on symbol servers; null for other formats than PE. */
  readonly image: ImageKey | null;
  /** What debug information the binary has itself; null where only its identity is known (a dump). */
  readonly own: Pick<DebugFacts, 'dwarf' | 'symbolTable' | 'debugMap'> | null;
  /** The debug file that an ELF binary names besides its build-id. */
  readonly debugLink: {readonly file: string; readonly crc32: number} | null;
  /** The version of the interpreter that it belongs to, where the file says so (`3.11.2`, from the version resource). */
  readonly pythonVersion: string | null;
}
