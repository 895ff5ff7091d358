import type {FileEdit} from './edits/file-edit.ts';
import type {ProjectFacts} from './project-facts.ts';

/** What `--patch` may say. */
export const PATCHES = ['auto', 'setup.py', 'pyproject', 'none'] as const;

/** What `--ci` may say. */
export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;

/** Which build file to patch. */
export type PatchChoice = (typeof PATCHES)[number];

/** For which system to write a gate. */
export type CiChoice = (typeof CI_SYSTEMS)[number];

/** What the user wants. */
export interface InitChoices {
  readonly patch: PatchChoice;
  readonly ci: CiChoice;
}

/** Where a block goes into a Python file: see `templates/runtime/setup-place.py`. */
export type PlaceInPython = (path: string, block: string) => Promise<PythonPlace>;

/** An offset in bytes at the beginning of a line, or why there is none. */
export type PythonPlace =
  | {readonly offset: number}
  | {
      /** Counted from 1. */
      readonly line: number;
      readonly problem: string;
      /** Such as `Python 3.11`. */
      readonly python: string;
    };

/** What planning asks of the world; paths are relative to the project's folder. */
export interface InitWorld {
  /** Null where there is no file. */
  read(path: string): Uint8Array | null;
  /** A text of `templates/project/`, by its path there. */
  template(path: string): string;
  readonly placeInPython: PlaceInPython;
  /** Where the repository begins: this folder, one above it, or nowhere. */
  readonly repository: 'here' | 'above' | 'none';
  /** pyxdbg's own. */
  readonly version: string;
}

/** What init would do. */
export interface InitPlan {
  /** By path; those that change nothing are left out. */
  readonly edits: readonly FileEdit[];
  /** One sentence each: what was asked for and is not done, and why. */
  readonly notes: readonly string[];
}

/** One part of a plan: the edit of a file, a reason why not, or nothing to do. */
export interface InitPart {
  readonly edits: readonly FileEdit[];
  readonly notes: readonly string[];
}

/** Nothing to do. */
export const NO_PART: InitPart = {edits: [], notes: []};

/** What a part of the plan starts from: the project, and each file as the parts before have made it. */
export interface InitInput {
  readonly facts: ProjectFacts;
  readonly world: InitWorld;
  edit(path: string): FileEdit;
}
