/**
 * Orders two versions of Debian packages as dpkg does (deb-version(7)): epoch, upstream version, revision; `~` before
 * the end, letters before other characters, digits as numbers. Negative, zero or positive.
 */
export function compareDebianVersions(a: string, b: string): number {
  const [one, other] = [parts(a), parts(b)];
  return (
    one.epoch - other.epoch ||
    compareParts(one.upstream, other.upstream) ||
    compareParts(one.revision, other.revision)
  );
}

/** The upstream part: `3.11.2` of `3.11.2-6+deb12u9`. */
export function upstreamVersion(version: string): string {
  return parts(version).upstream;
}

/**
 * The version nearest to one that is not to be had: of the same upstream version the highest below, else the lowest
 * above; null where only other upstream versions are there.
 */
export function closestVersion(wanted: string, available: readonly string[]): string | null {
  const same = available
    .filter(version => upstreamVersion(version) === upstreamVersion(wanted))
    .toSorted(compareDebianVersions);
  return (
    same.findLast(version => compareDebianVersions(version, wanted) <= 0) ??
    same.find(version => compareDebianVersions(version, wanted) > 0) ??
    null
  );
}

function parts(version: string): {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
} {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(version.trim()) ?? [];
  const at = rest.lastIndexOf('-');
  return at < 0
    ? {epoch: Number(epoch), upstream: rest, revision: ''}
    : {epoch: Number(epoch), upstream: rest.slice(0, at), revision: rest.slice(at + 1)};
}

function compareParts(a: string, b: string): number {
  const [one, other] = [pieces(a), pieces(b)];
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const [text, digits] = one[at] ?? ['', ''];
    const [otherText, otherDigits] = other[at] ?? ['', ''];
    const difference = compareTexts(text, otherText) || compareNumbers(digits, otherDigits);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Runs without digits, each with the digits behind it. */
function pieces(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/([^\d]*)(\d*)/g)].map(
    ([, letters = '', digits = '']) => [letters, digits] as const,
  );
}

function compareTexts(a: string, b: string): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = rank(a.charAt(at)) - rank(b.charAt(at));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The end of a text is 0, a tilde before it, letters before all others. */
function rank(character: string): number {
  if (character === '') return 0;
  if (character === '~') return -1;
  const code = character.codePointAt(0) ?? 0;
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

/** Digits may be more than a number holds exactly. */
function compareNumbers(a: string, b: string): number {
  const [one, other] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}
