import type {ByteSource} from '../binary/byte-source.ts';
import type {CompilationUnit, CompileFacts} from '../binary/compile-facts.ts';
import type {BinaryFacts} from '../binary/facts.ts';

/** What was found of a binary's debug information; read only with `--debug`. */
export interface DebugInfo {
  /** Null where there is none, none that matches, or none that can be read. */
  readonly compile: DebugCompilation | null;
  /** The file beside the binary that holds, or ought to hold, its debug information. */
  readonly debugFile: DebugFile;
  /** Why debug information that is there tells nothing, as one clause; null where it was read or is not there. */
  readonly problem: string | null;
  /** Mach-O: a debug map names the object files that have the DWARF. */
  readonly isInObjectFiles: boolean;
}

/** {@link CompileFacts} without the lists of headers, which no rule needs and which are most of the memory. */
export interface DebugCompilation {
  readonly format: CompileFacts['format'];
  readonly units: readonly DebugUnit[];
  /** Names of functions that no unit describes; absent where that cannot be told. */
  readonly uncovered?: readonly string[];
}

/** A compilation unit, and whether its source is there. */
export interface DebugUnit extends Omit<CompilationUnit, 'files'> {
  /** The primary source, joined with the folder of the compilation; null where it is not recorded. */
  readonly path: string | null;
  /** Whether that file is on this machine; null where this machine cannot tell. */
  readonly exists: boolean | null;
  /** Lines of its sources that ask for optimisation whatever the options are; absent for none. */
  readonly asksToOptimise?: readonly string[];
}

/** A separate debug file: PDB, `.gnu_debuglink`, a file of the build-id tree, dSYM. */
export type DebugFile =
  | {
      readonly state: 'none';
      /** Base name of the file that the binary names; null where it names none. */
      readonly named: string | null;
      /** Places that were looked at. */
      readonly looked: readonly string[];
    }
  | {readonly state: 'matching'; readonly path: string}
  | {
      readonly state: 'mismatched';
      readonly path: string;
      readonly identity: 'GUID and age' | 'CRC-32' | 'build-id' | 'UUID';
      /** As the binary asks for it. */
      readonly wanted: string;
      /** As the file has it. */
      readonly found: string;
    };

/** The machine that is asked for debug files and sources. */
export interface DebugWorld {
  /** A regular file, which the caller closes; null where none can be read. */
  open(path: string): ByteSource | null;
  /** Whether a source is there; null where this machine cannot tell (a path of another system). */
  exists(path: string): boolean | null;
  /** Roots of separate debug files, such as `/usr/lib/debug`. */
  readonly debugFolders: readonly string[];
}

/** The optimisation that a debug build was asked for: none, or `-Og`. */
export type DebugLevel = '0' | 'g';

/** Reads the debug information of a binary while it is open; `openInArchive` gives any file of the archive around it. */
export type DebugReader = (
  binary: DebuggedBinary,
  source: ByteSource,
  openInArchive: (path: string) => ByteSource | null,
) => DebugInfo;

/** The binary whose debug information is read; `location` is null in an archive. */
export interface DebuggedBinary {
  readonly path: string;
  readonly location: string | null;
  readonly facts: BinaryFacts;
}
