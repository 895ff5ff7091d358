import * as v from 'valibot';
import {digestOf} from './digest.ts';
import {
  type FileEdit,
  isTakenOut,
  lineOfEditedSpan,
  locateSpans,
  removeSpans,
  type Span,
} from './file-edit.ts';

/** A path that cannot lead out of the project's folder, whoever wrote the journal. */
const insidePath = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.check(
    path =>
      !/^[\\/]|^[A-Za-z]:|\0/.test(path) &&
      path.split(/[\\/]/).every(part => part !== '..' && part !== '.' && part !== ''),
    'leads out of the folder',
  ),
);

const span = v.strictObject({offset: v.pipe(v.number(), v.integer(), v.minValue(0)), text: v.string()});
const digest = v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)));

const change = v.strictObject({
  path: insidePath,
  spans: v.array(span),
  /** SHA-256 of the file; null where there is none. */
  before: digest,
  after: digest,
});

const journal = v.strictObject({
  schemaVersion: v.literal(1),
  /** What init wrote and undo has not taken back, oldest first. */
  changes: v.array(change),
  /** Folders that init made, outer ones first. */
  folders: v.array(insidePath),
  /** What was being done; null between runs that ended by themselves. */
  pending: v.nullable(
    v.strictObject({
      action: v.picklist(['insert', 'remove']),
      steps: v.array(change),
      folders: v.array(insidePath),
    }),
  ),
});

/** One file from one content to another by inserting spans, or by removing them. */
export type Change = v.InferOutput<typeof change>;

/** `.pyxdbg/journal.json`: what `init` did to a project, so that it can be undone, and finished where it was killed. */
export type Journal = v.InferOutput<typeof journal>;

/** Of a project that init has not touched. */
export const EMPTY_JOURNAL: Journal = {schemaVersion: 1, changes: [], folders: [], pending: null};

/** Reads a journal; null for text that is none. */
export function parseJournal(text: string): Journal | null {
  try {
    const result = v.safeParse(journal, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

/** An edit as the journal records it. */
export function changeOf({path, before, after, spans}: FileEdit): Change {
  return {path, spans: [...spans], before: digestOf(before), after: digestOf(after)};
}

/** The journal when what is pending has been done, but for the files in `skipped`, which were found changed. */
export function settle(current: Journal, skipped: ReadonlySet<string>): Journal {
  const {pending} = current;
  if (!pending) return current;
  const done = pending.steps.filter(({path}) => !skipped.has(path));
  const paths = new Set(done.map(({path}) => path));
  return pending.action === 'insert'
    ? {
        ...current,
        changes: [...current.changes, ...done],
        folders: [...current.folders, ...pending.folders],
        pending: null,
      }
    : {...current, changes: current.changes.filter(({path}) => !paths.has(path)), pending: null};
}

/** A span of ours that the user has edited. */
export interface EditedSpan {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/** How to take back all that a journal records. */
export interface UndoPlan {
  readonly edits: readonly {
    readonly path: string;
    readonly before: Uint8Array;
    readonly after: Uint8Array | null;
  }[];
  readonly steps: readonly Change[];
  /** Their files stay as they are. */
  readonly edited: readonly EditedSpan[];
  /** Files that are there no more, or from which somebody took our spans out: nothing is left to take back. */
  readonly gone: readonly string[];
}

/** Plans to remove exactly the recorded spans. `read` gives a file's bytes, null where there is none. */
export function planUndo(recorded: Journal, read: (path: string) => Uint8Array | null): UndoPlan {
  const edits: {path: string; before: Uint8Array; after: Uint8Array | null}[] = [];
  const steps: Change[] = [];
  const edited: EditedSpan[] = [];
  const gone: string[] = [];
  for (const path of new Set(recorded.changes.map(each => each.path))) {
    const changes = recorded.changes.filter(each => each.path === path);
    const bytes = read(path);
    if (bytes === null) {
      gone.push(path);
      steps.push({path, spans: [], before: null, after: null});
      continue;
    }
    const recordedSpans = changes.flatMap(each => each.spans);
    const spans = recordedSpans.filter(each => !isTakenOut(bytes, each));
    if (spans.length === 0 && recordedSpans.length > 0) {
      gone.push(path);
      steps.push({path, spans: [], before: digestOf(bytes), after: digestOf(bytes)});
      continue;
    }
    const places = locateSpans(bytes, spans);
    const missing = places.indexOf(null);
    const [first] = changes;
    const wasCreated = first?.before === null;
    const isUntouched = digestOf(bytes) === changes.at(-1)?.after;
    const lost = spans[missing];
    if (lost) {
      edited.push({path, line: lineOfEditedSpan(bytes, lost)});
      continue;
    }
    const located = places.filter((place): place is Span => place !== null);
    const rest = removeSpans(bytes, located);
    if (wasCreated && !isUntouched && rest.length > 0 && !keepsRest(path)) {
      edited.push({path, line: firstForeignLine(located)});
      continue;
    }
    const after = wasCreated && rest.length === 0 ? null : rest;
    edits.push({path, before: bytes, after});
    steps.push({path, spans: located, before: digestOf(bytes), after: digestOf(after)});
  }
  return {edits, steps, edited, gone};
}

/** A list of patterns: what the user wrote beside ours in a file that init made is worth keeping alone. */
function keepsRest(path: string): boolean {
  return path === '.gitignore';
}

/** Where the text that is not ours begins in a file that init made. */
function firstForeignLine(spans: readonly Span[]): number {
  const [first] = spans;
  return first && first.offset === 0 ? first.text.split('\n').length : 1;
}
