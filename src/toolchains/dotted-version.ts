/** Compares dotted numbers (`2.9` before `2.10`); null when one of them is no dotted number (`ABI_DT_RELR`). */
export function compareDotted(a: string, b: string): number | null {
  if (!isDotted(a) || !isDotted(b)) return null;
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** At most a few short numbers: what real version names have, and cheap to compare. */
export function isDotted(text: string): boolean {
  return /^\d{1,9}(\.\d{1,9}){0,5}$/.test(text);
}
