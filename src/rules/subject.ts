import type {BinaryFacts, PeResources} from '../binary/facts.ts';
import type {FileTag} from '../python/file-tag.ts';
import type {PythonUse} from '../python/python-use.ts';
import type {StatedPython, Target} from '../python/target.ts';
import type {WheelTags} from '../python/wheel-tags.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import type {DebugInfo, DebugLevel} from './debug-info.ts';

/** What a binary is for. Only modules are imported by Python; libraries matter through the modules that load them. */
export type Role = 'module' | 'library' | 'interpreter' | 'executable';

/** One binary with all that rules judge it by. */
export interface Subject {
  /** Relative to the artefact, with `/`. */
  readonly path: string;
  readonly baseName: string;
  readonly facts: BinaryFacts;
  readonly use: PythonUse;
  readonly role: Role;
  readonly fileTag: FileTag | null;
  readonly target: Target;
  /** The module that loads it, by itself or through other libraries; its own path for a module, null for none. */
  readonly loadedBy: string | null;
  /** What it belongs to: the wheel, or in an environment the installed distribution. */
  readonly distribution: Distribution | null;
  /** The file itself, absolute; null in an archive. */
  readonly location: string | null;
  /** Only where a rule needs them (see `resources-wanted.ts`). */
  readonly resources: PeResources | null;
  /** Read only with `--debug`; null without it. */
  readonly debug: DebugInfo | null;
}

/** A wheel, egg or installed distribution. */
export interface Distribution {
  readonly project: string;
  readonly wheel: WheelTags | null;
  /** Normalised names of the projects it requires (Requires-Dist). */
  readonly requires: readonly string[];
}

/** What surrounds the subjects of one artefact. */
export interface Artefact {
  readonly kind: string;
  /** The folder that was named, absolute; null for an archive or a single file. */
  readonly root: string | null;
  readonly subjects: readonly Subject[];
  /** The Python of an environment; null elsewhere. */
  readonly environment: StatedPython | null;
  /**
   * The subject that a needed library would be, by base name anywhere in the artefact: repair tools put libraries
   * into folders that they add to the search path at run time. One for the same machine is preferred.
   */
  find(library: string, from: Subject): Subject | null;
  /** The subject at that path. */
  at(path: string): Subject | null;
  /** A file of that base name is there, even if it is no binary that could be read. */
  hasFile(library: string): boolean;
  /** Which of the names that any subject leaves undefined this one exports; read on first use. */
  exportsOf(subject: Subject): ReadonlySet<string>;
  /** Libraries of this machine, with `--with-system`; null without it. */
  readonly system: SystemLibraries | null;
}

/** The machine that pyxdbg runs on, asked only with `--with-system`. */
export interface SystemLibraries {
  /** The file that the loader would take for this name; null for none. */
  locate(library: string, from: Pick<Subject, 'facts' | 'location'>): string | null;
  /** Names that the library exports; null where it cannot be read. */
  exportsOf(library: string, from: Subject): ReadonlySet<string> | null;
}

/** What a rule sees beside its subject. */
export interface RuleContext {
  readonly artefact: Artefact;
  readonly toolchains: Toolchains;
  /** The optimisation that a debug build was asked for; none by default. */
  readonly debugLevel?: DebugLevel;
}
