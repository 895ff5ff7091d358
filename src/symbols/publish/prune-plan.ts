/** A file of a store as the file system tells of it. */
export interface StoredFile {
  /** Below the store, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** When it was read or written last, in milliseconds since 1970. */
  readonly usedMs: number;
  /** Of one inode are the names of one file, whose bytes count once. */
  readonly inode: string;
}

/** What may stay. */
export interface PruneLimits {
  readonly nowMs: number;
  /** Null for any age, and any size. */
  readonly olderThanMs: number | null;
  readonly maxBytes: number | null;
}

/** Debug information of one identity under all of its names, which come and go together. */
export interface StoredGroup {
  readonly files: readonly StoredFile[];
  readonly sizeBytes: number;
  readonly usedMs: number;
}

/** What is to go and what stays, the least recently used first. Files of other layouts are in neither. */
export interface PrunePlan {
  readonly removed: readonly StoredGroup[];
  readonly kept: readonly StoredGroup[];
  /** Downloads that nobody goes on with, and answers of servers that are out of date. */
  readonly unfinished: readonly StoredFile[];
}

/** A download that was not touched for so long was given up; a server is asked again after an hour. */
const UNFINISHED_MS = 24 * 60 * 60 * 1000;

/** Decides what goes: what was not used for too long, then what was not used for longest until the rest fits. */
export function prunePlan(
  files: readonly StoredFile[],
  {nowMs, olderThanMs, maxBytes}: PruneLimits,
): PrunePlan {
  const groups = grouped(files).toSorted((a, b) => a.usedMs - b.usedMs);
  const isTooOld = ({usedMs}: StoredGroup): boolean => olderThanMs !== null && nowMs - usedMs > olderThanMs;
  const removed = groups.filter(isTooOld);
  const young = groups.filter(group => !isTooOld(group));
  let total = young.reduce((sum, {sizeBytes}) => sum + sizeBytes, 0);
  const kept: StoredGroup[] = [];
  for (const group of young) {
    if (maxBytes !== null && total > maxBytes) {
      removed.push(group);
      total -= group.sizeBytes;
    } else kept.push(group);
  }
  const unfinished = files.filter(
    ({path, usedMs}) => UNFINISHED.test(path) && nowMs - usedMs > UNFINISHED_MS,
  );
  return {removed, kept, unfinished};
}

/** What a download is called until it is whole, and the empty files that stand for `not there`. */
const UNFINISHED = /(?:^|\/)\.pyxdbg-part-[^/]+$|^\.absent\/[0-9a-f]{32}$/;

/** The layout of src/symbols/store-layout.ts, and by what the names of one identity are recognised. */
const LAYOUTS: readonly {
  readonly pattern: RegExp;
  readonly identity: (parts: readonly string[]) => string;
}[] = [
  {
    pattern: /^([^/.][^/]*)\/([0-9A-F]{33,40}|[0-9A-F]{32}[0-9a-f]{1,8})\/\1$/,
    identity: ([, , key = '']) => key,
  },
  {pattern: /^_\.dwarf\/mach-uuid-sym-([0-9a-f]{32})\/_\.dwarf$/, identity: ([, id = '']) => id},
  {pattern: /^\.build-id\/([0-9a-f]{2})\/([0-9a-f]+)\.debug$/, identity: ([, a = '', b = '']) => a + b},
  {pattern: /^buildid\/([0-9a-f]{2,})\/debuginfo$/, identity: ([, id = '']) => id},
  {pattern: /^\.debuglink\/([0-9a-f]{8})\/([^/]+)$/, identity: ([path = '']) => path},
];

/** The identity that a file of the store is of, by its place alone; null for a file that is not of the layout. */
export function identityOfPlace(path: string): string | null {
  for (const {pattern, identity} of LAYOUTS) {
    const parts = pattern.exec(path);
    if (parts) return identity(parts);
  }
  return null;
}

function grouped(files: readonly StoredFile[]): readonly StoredGroup[] {
  const byIdentity = new Map<string, StoredFile[]>();
  for (const file of files) {
    const identity = identityOfPlace(file.path);
    if (identity === null) continue;
    const own = byIdentity.get(identity);
    if (own) own.push(file);
    else byIdentity.set(identity, [file]);
  }
  return [...byIdentity.values()].map(own => {
    const once = new Map(own.map(file => [file.inode, file]));
    return {
      files: own,
      sizeBytes: [...once.values()].reduce((sum, {sizeBytes}) => sum + sizeBytes, 0),
      usedMs: Math.max(...own.map(({usedMs}) => usedMs)),
    };
  });
}
