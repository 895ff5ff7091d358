import type {BackendName} from '../project/project-facts.ts';
import type {BuildMode, BuildRequest, BuildStep} from './model.ts';

/** Where a build may put things, and what it may call; all absolute. */
export interface BuildPlaces {
  /** Folder of this configuration (interpreter, flags): objects, logs. */
  readonly work: string;
  /** templates/runtime/build-hook.py: calls a PEP 517 hook without pip. */
  readonly hookDriver: string;
  /** Whether products that are there must be made again: they are of another configuration. */
  readonly force: boolean;
  /** How an editable install is made: pip's or uv's command without its arguments; null where there is neither. */
  readonly installer: readonly string[] | null;
}

/** What a backend does for a build; the compiler wrapper does the rest. */
export interface BackendPlan {
  readonly steps: readonly BuildStep[];
  readonly environment: Readonly<Record<string, string | null>>;
  /** Files that must be there before the first step, by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders below which products appear, absolute. */
  readonly productFolders: readonly string[];
}

/** How the projects of one build system are built. */
export interface Backend {
  readonly names: readonly BackendName[];
  /** What it can deliver, the usual first. */
  readonly modes: readonly BuildMode[];
  plan(request: BuildRequest, places: BuildPlaces): BackendPlan;
}
