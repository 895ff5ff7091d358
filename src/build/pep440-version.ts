/** A version as PEP 440 defines it. Numbers are bigint: calendar versions and hashes pass 2^53. */
export interface Pep440Version {
  readonly epoch: bigint;
  readonly release: readonly bigint[];
  readonly pre: {readonly letter: 'a' | 'b' | 'rc'; readonly number: bigint} | null;
  readonly post: bigint | null;
  readonly dev: bigint | null;
  readonly local: readonly (bigint | string)[] | null;
}

/** No real version comes near it, in characters. */
const MAX_LENGTH = 500;

/** PEP 440, appendix B. */
const VERSION =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

/** Reads a version in any of the spellings that PEP 440 accepts; null for what is none. */
export function parsePep440Version(text: string): Pep440Version | null {
  if (text.length > MAX_LENGTH) return null;
  const match = VERSION.exec(text);
  if (!match) return null;
  const [, epoch, release = '', letter, pre, barePost, namedPost, dev, devNumber, local] = match;
  // `1.0-1` is a post-release too; `1.0.post` is `1.0.post0`.
  const post = barePost ?? namedPost;
  return {
    epoch: number(epoch),
    release: release.split('.').map(BigInt),
    pre: letter === undefined ? null : {letter: preLetter(letter.toLowerCase()), number: number(pre)},
    post: post === undefined ? null : number(post),
    dev: dev === undefined ? null : number(devNumber),
    local: local === undefined ? null : localParts(local),
  };
}

/** Negative, zero or positive, as for `Array.prototype.sort`: dev < pre < release < post, a local label last. */
export function comparePep440(a: Pep440Version, b: Pep440Version): number {
  return (
    order(a.epoch, b.epoch) ||
    compareRelease(a.release, b.release) ||
    compareStage(a, b) ||
    order(a.post ?? -1n, b.post ?? -1n) ||
    compareDev(a.dev, b.dev) ||
    compareLocal(a.local, b.local)
  );
}

/** Whether it is a pre-release or a development release. */
export function isPreRelease({pre, dev}: Pep440Version): boolean {
  return pre !== null || dev !== null;
}

/** Zero where both are the same apart from trailing zeros: 1.0 and 1.0.0. */
export function compareRelease(a: readonly bigint[], b: readonly bigint[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = order(a[index] ?? 0n, b[index] ?? 0n);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The normalised spelling. */
export function formatPep440({epoch, release, pre, post, dev, local}: Pep440Version): string {
  return [
    epoch === 0n ? '' : `${epoch}!`,
    release.join('.'),
    pre === null ? '' : `${pre.letter}${pre.number}`,
    post === null ? '' : `.post${post}`,
    dev === null ? '' : `.dev${dev}`,
    local === null ? '' : `+${local.join('.')}`,
  ].join('');
}

function number(text: string | undefined): bigint {
  return BigInt(text || '0');
}

function localParts(text: string): (bigint | string)[] {
  const parts = text.toLowerCase().split(/[-_.]/);
  return parts.map(part => (/^\d+$/.test(part) ? BigInt(part) : part));
}

function preLetter(word: string): 'a' | 'b' | 'rc' {
  if (word.startsWith('a')) return 'a';
  return word.startsWith('b') ? 'b' : 'rc';
}

function order(a: bigint | string, b: bigint | string): number {
  return a < b ? -1 : Number(a > b);
}

const STAGES = {dev: 0, a: 1, b: 2, rc: 3, final: 4} as const;

/** 1.0.dev1 comes before 1.0a1, but 1.0.post1.dev1 after 1.0. */
function stageOf({pre, post, dev}: Pep440Version): number {
  if (pre !== null) return STAGES[pre.letter];
  return post === null && dev !== null ? STAGES.dev : STAGES.final;
}

function compareStage(a: Pep440Version, b: Pep440Version): number {
  return stageOf(a) - stageOf(b) || order(a.pre?.number ?? 0n, b.pre?.number ?? 0n);
}

function compareDev(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return order(a, b);
}

function compareLocal(a: Pep440Version['local'], b: Pep440Version['local']): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined || right === undefined)
      return Number(right === undefined) - Number(left === undefined);
    // "Numeric segments compare as greater than lexicographic ones."
    const difference =
      Number(typeof left === 'bigint') - Number(typeof right === 'bigint') || order(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}
