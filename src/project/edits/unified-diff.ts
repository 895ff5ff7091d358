/** Lines of context around a change, as in diff(1) -u. */
const CONTEXT = 3;

/**
 * The difference of two texts as a unified diff with one hunk from the first to the last changed line; empty where
 * they are equal. `before` null: the file is new; `after` null: it goes. Line endings count as part of their lines.
 */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return '';
  const old = linesOf(before ?? '');
  const now = linesOf(after ?? '');
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;

  const from = Math.max(0, head - CONTEXT);
  const rest = Math.max(0, tail - CONTEXT);
  const kept = (lines: readonly string[], start: number, end: number): string[] =>
    lines.slice(start, end).map(line => ` ${line}`);
  const hunk = [
    ...kept(old, from, head),
    ...old.slice(head, old.length - tail).map(line => `-${line}`),
    ...now.slice(head, now.length - tail).map(line => `+${line}`),
    ...kept(now, now.length - tail, now.length - rest),
  ];
  return [
    `--- ${before === null ? '/dev/null' : `a/${path}`}\n`,
    `+++ ${after === null ? '/dev/null' : `b/${path}`}\n`,
    `@@ -${range(from, old.length - rest)} +${range(from, now.length - rest)} @@\n`,
    ...hunk.map(line => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)),
  ].join('');
}

/** Each with its end; the last may lack one. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** diff(1) names the line before an empty range. */
function range(start: number, end: number): string {
  const count = end - start;
  return `${count === 0 ? start : start + 1},${count}`;
}
