import type {Finding} from '../rules/finding.ts';

/** The worst severity among the findings of a binary that are not suppressed. */
export type Verdict = 'ok' | 'note' | 'warning' | 'error';

/** The Python a binary was held against, and where that was read from. */
export interface TargetReport {
  readonly pythons: readonly string[] | null;
  readonly abi: string | null;
  readonly platform: string | null;
  readonly crt: string | null;
  readonly from: 'wheel-tag' | 'file-tag' | 'against' | 'python' | 'import' | 'environment' | null;
}

/** What was found in one binary; `path` is relative to its artefact. */
export interface BinaryReport {
  readonly path: string;
  readonly format: 'pe' | 'elf' | 'macho' | null;
  readonly machine: string | null;
  readonly role: 'module' | 'library' | 'interpreter' | 'executable';
  readonly target: TargetReport;
  readonly crt: readonly string[];
  /** The same for a reader: DLL names as imported, `UCRT` for its API sets. Only the text report shows it. */
  readonly crtLibraries?: readonly string[];
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly facts?: unknown;
  /** With `--debug`. */
  readonly debug?: DebugReport;
  /** With `--tree`. */
  readonly dependencies?: readonly Dependency[];
}

/** Whether assert() is compiled: `defined` leaves it out; `mixed` where files differ; null where nobody recorded it. */
export type Ndebug = 'defined' | 'not-defined' | 'mixed' | null;

/** What the debug information of a binary tells; runtime objects of the compiler and assembly are not counted. */
export interface DebugReport {
  readonly format: 'dwarf' | 'codeview' | null;
  readonly units: number;
  /** Units by how they were compiled: `-O0`, `/Od`, `-O2`, ...; `unknown` where nobody recorded it. */
  readonly levels: Readonly<Record<string, number>>;
  readonly optimised: number;
  readonly unknown: number;
  readonly lto: number;
  /** By the command lines in a PDB; null for DWARF, which has none. */
  readonly ndebug: Ndebug;
  readonly missingSources: readonly string[];
  /** Units whose source this machine cannot look up, as it has the path of another system. */
  readonly unknownSources: number;
  readonly identity: {
    readonly kind: 'build-id' | 'pdb' | 'uuid';
    readonly value: string;
  } | null;
  /** A PDB or other debug file beside the binary; null where there is none. */
  readonly debugFile: {readonly path: string; readonly matches: boolean} | null;
}

/** A library that a binary needs, and where it is found. */
export interface Dependency {
  /** As the binary that needs it spells it. */
  readonly library: string;
  /**
   * `artefact`: beside it in the archive or folder; `python`: comes with the interpreter; `system`: part of Windows, of
   * macOS, or promised by the platform tag; `redistributable`: a Microsoft runtime that an installer must bring;
   * `requirement`: comes with a project that is required; `machine`: found on this machine with `--with-system`.
   */
  readonly place:
    | 'artefact'
    | 'python'
    | 'system'
    | 'redistributable'
    | 'requirement'
    | 'machine'
    | 'missing';
  /** In the artefact, or with `machine` on this machine; null elsewhere. */
  readonly path: string | null;
  /** C runtimes of a PE file that was read; empty for others. */
  readonly crt: readonly string[];
  /** Number of names imported from it; null where the format does not tell. */
  readonly names: number | null;
  /** Empty for leaves, and for a library that stands earlier in the tree with all that it needs. */
  readonly needs: readonly Dependency[];
}

/** One path of the command line: a file, a wheel, a folder or an environment. */
export interface ArtefactReport {
  readonly path: string;
  /** The same from the folder of its project, however it was named: what makes the keys of baselines. */
  readonly knownAs?: string;
  readonly kind: string;
  readonly binaries: readonly BinaryReport[];
  /** Why the artefact could not be read, as one sentence. */
  readonly error?: string;
  readonly notes?: readonly string[];
}

/** The outcome of one run of `check-abi`. */
export interface CheckReport {
  readonly artefacts: readonly ArtefactReport[];
  /** Baseline entries whose artefact was checked and that were not found again. */
  readonly vanished: readonly string[];
}
