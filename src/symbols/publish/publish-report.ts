import type {PublishedFile} from './published-file.ts';

/** What became of one place of a file. */
export type PlaceState = 'added' | 'there' | 'replaced';

/** One file that was published. */
export interface PublishedItem {
  /** As the user knows it; in a wheel `WHEEL: MEMBER`. */
  readonly input: string;
  readonly kind: PublishedFile['kind'] | 'source';
  /** What debuggers recognise it by, e.g. `build-id 1234...`. */
  readonly foundBy: string;
  readonly sizeBytes: number;
  readonly places: readonly {readonly path: string; readonly state: PlaceState}[];
}

/** What was added to a store. */
export interface PublishReport {
  /** Absolute. */
  readonly store: string;
  readonly isTwoTier: boolean;
  readonly items: readonly PublishedItem[];
  /** Binaries that could not be published, each with a clause why. */
  readonly skipped: readonly {readonly input: string; readonly why: string}[];
  /** Sources that debug information names and this machine does not have; null where none were asked for. */
  readonly missingSources: readonly string[] | null;
}
