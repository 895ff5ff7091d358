/** A path as debug information records it: of any system, taken apart. */
export interface RecordedPath {
  /** `/`, `C:\`, `C:/`, `\\server\share\`: as it is written. */
  readonly root: string;
  readonly names: readonly string[];
}

const WINDOWS_ROOT = /^(?:[A-Za-z]:[\\/]|\\\\[^\\/]+[\\/][^\\/]+(?=[\\/]|$))/;

/**
 * Takes an absolute path apart, and resolves `.` and `..` by the text alone, as lldb does; null for a relative one.
 * `crossed` are the folders that a path leads through and out of again (`/b/x` in `/b/x/../y.c`).
 */
export function readRecordedPath(
  text: string,
): {readonly path: RecordedPath; readonly crossed: readonly RecordedPath[]} | null {
  const windows = WINDOWS_ROOT.exec(text)?.[0];
  if (windows === undefined && !text.startsWith('/')) return null;
  const root = windows === undefined ? '/' : windows.replace(/[^\\/]$/, end => `${end}\\`);
  const rest = text.slice(windows?.length ?? 1);
  const names: string[] = [];
  const crossed: RecordedPath[] = [];
  for (const name of rest.split(windows === undefined ? '/' : /[\\/]/)) {
    if (name === '..') {
      if (names.length > 0) crossed.push({root, names: [...names]});
      names.pop();
    } else if (name !== '' && name !== '.') names.push(name);
  }
  return {path: {root, names}, crossed};
}

/** As its system writes it, with the slashes of its root. */
export function recordedText({root, names}: RecordedPath): string {
  const text = root + names.join(root.slice(-1));
  return names.length === 0 && root === '/' ? text : text.replace(/[\\/]$/, '');
}

/** What leads from a folder to a path in it; null where it is not in it. */
export function namesBelow(folder: RecordedPath, path: RecordedPath): readonly string[] | null {
  if (!sameRoot(folder, path) || folder.names.length > path.names.length) return null;
  const same = sameName(folder);
  return folder.names.every((name, at) => same(name, path.names[at] ?? ''))
    ? path.names.slice(folder.names.length)
    : null;
}

/** The deepest folder that holds both; the root of the first where they have none in common. */
export function commonFolder(one: RecordedPath, other: RecordedPath): RecordedPath {
  const same = sameName(one);
  let length = 0;
  if (sameRoot(one, other)) {
    while (length < one.names.length && same(one.names[length] ?? '', other.names[length] ?? '\0')) length++;
  }
  return {root: one.root, names: one.names.slice(0, length)};
}

/** How names are compared on the system that has recorded this path: Windows does not tell case apart. */
export function sameName({root}: RecordedPath): (one: string, other: string) => boolean {
  return root === '/'
    ? (one, other) => one === other
    : (one, other) => one.toLowerCase() === other.toLowerCase();
}

function sameRoot(one: RecordedPath, other: RecordedPath): boolean {
  const plain = ({root}: RecordedPath): string => root.replaceAll('\\', '/').toLowerCase();
  return plain(one) === plain(other);
}
