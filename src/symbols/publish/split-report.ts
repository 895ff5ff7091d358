import type {Machine} from '../../binary/facts.ts';
import type {Identity} from '../identity.ts';

/**
 * What became of one binary:
 * - `split`: its debug information is in files of its own now, proved to match.
 * - `kept`: it has none in it, and no PDB in the wheel: nothing was to be done.
 * - `impossible`: it has some that cannot be taken out; `why` says so.
 */
export type SplitAction = 'split' | 'kept' | 'impossible';

/** A file with debug information, apart from its binary. */
export interface DebugFileMade {
  /** Relative to {@link SplitReport.debugFolder}, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** One binary of a wheel, or the file that was named. */
export interface SplitBinary {
  /** In the wheel; the base name of a file. */
  readonly path: string;
  readonly format: 'elf' | 'pe' | 'macho';
  readonly machine: Machine;
  readonly action: SplitAction;
  /** One clause, for what is not split. */
  readonly why: string | null;
  /** The program that did it, or would; null for a PDB, which is a file of its own. */
  readonly tool: string | null;
  /** What its debug information is found by; null where it is not split. */
  readonly identity: Identity | null;
  readonly debugFiles: readonly DebugFileMade[];
  readonly sizeBeforeBytes: number;
  readonly sizeAfterBytes: number;
  /** Sentences that a maintainer must know: a signature that no longer holds, no build-id. */
  readonly notes: readonly string[];
}

/** What became of one wheel or file. */
export interface SplitReport {
  /** Absolute. */
  readonly artefact: string;
  readonly kind: 'wheel' | 'file';
  /** Where the stripped wheel or file is, absolute. */
  readonly output: string;
  /** Where the debug files are, absolute. */
  readonly debugFolder: string;
  readonly binaries: readonly SplitBinary[];
  readonly notes: readonly string[];
  readonly sizeBeforeBytes: number;
  /** The same in a dry run. */
  readonly sizeAfterBytes: number;
}
