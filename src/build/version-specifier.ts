import {
  comparePep440,
  compareRelease,
  formatPep440,
  isPreRelease,
  type Pep440Version,
  parsePep440Version,
} from './pep440-version.ts';

/** One clause of a version specifier (PEP 440): `>=1.2`, `==1.4.*`. */
export interface VersionClause {
  readonly operator: '==' | '!=' | '>=' | '<=' | '>' | '<' | '~=' | '===';
  /** As written, without `.*`. */
  readonly text: string;
  /** Null for `===` of something that is no version. */
  readonly version: Pep440Version | null;
  /** `==1.4.*` and `!=1.4.*`. */
  readonly isPrefix: boolean;
}

const CLAUSE = /^\s*(===|==|!=|>=|<=|~=|>|<)\s*([^\s,;()]+)\s*$/;

/** Reads `>=1.2,<2`; an empty text has no clauses. Null for what PEP 440 does not allow. */
export function parseSpecifier(text: string): readonly VersionClause[] | null {
  const clauses: VersionClause[] = [];
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const clause = parseClause(part);
    if (!clause) return null;
    clauses.push(clause);
  }
  return clauses;
}

/**
 * Whether a version satisfies all clauses. Pre-releases count: what is installed was chosen already, and pip and build
 * judge it so. A version that is none satisfies only `===` with the same text, and no clause at all.
 */
export function satisfies(version: string, clauses: readonly VersionClause[]): boolean {
  const parsed = parsePep440Version(version);
  return clauses.every(clause => satisfiesClause(parsed, version, clause));
}

function parseClause(text: string): VersionClause | null {
  const match = CLAUSE.exec(text);
  if (!match) return null;
  const [, sign = '', written = ''] = match;
  // The pattern admits these operators only.
  const operator = sign as VersionClause['operator'];
  if (operator === '===') {
    return {operator, text: written, version: parsePep440Version(written), isPrefix: false};
  }
  const isPrefix = written.endsWith('.*');
  const bare = isPrefix ? written.slice(0, -2) : written;
  const version = parsePep440Version(bare);
  if (!version || !isAllowed(operator, version, isPrefix)) return null;
  return {operator, text: bare, version, isPrefix};
}

/** A prefix, and a local label, only for `==` and `!=`; `~=` needs two parts to leave one open. */
function isAllowed(operator: VersionClause['operator'], version: Pep440Version, isPrefix: boolean): boolean {
  const isEquality = operator === '==' || operator === '!=';
  if (!isEquality && (isPrefix || version.local !== null)) return false;
  if (isPrefix) return !isPreRelease(version) && version.post === null && version.local === null;
  return operator !== '~=' || version.release.length > 1;
}

function satisfiesClause(version: Pep440Version | null, text: string, clause: VersionClause): boolean {
  const {operator, version: wanted} = clause;
  if (operator === '===') {
    const spelling = version ? formatPep440(version) : text;
    return spelling.toLowerCase() === clause.text.toLowerCase();
  }
  if (!version || !wanted) return false;
  const publicVersion = {...version, local: null};
  switch (operator) {
    case '==':
      return isEqual(version, wanted, clause.isPrefix);
    case '!=':
      return !isEqual(version, wanted, clause.isPrefix);
    case '>=':
      return comparePep440(publicVersion, wanted) >= 0;
    case '<=':
      return comparePep440(publicVersion, wanted) <= 0;
    case '~=':
      return (
        comparePep440(publicVersion, wanted) >= 0 &&
        startsWith(version, {...wanted, release: wanted.release.slice(0, -1)})
      );
    case '<':
      return isBelow(version, wanted);
    case '>':
      return isAbove(version, wanted);
  }
}

function isEqual(version: Pep440Version, wanted: Pep440Version, isPrefix: boolean): boolean {
  if (isPrefix) return startsWith(version, wanted);
  return comparePep440(wanted.local === null ? {...version, local: null} : version, wanted) === 0;
}

function startsWith({epoch, release}: Pep440Version, prefix: Pep440Version): boolean {
  const padded = prefix.release.map((_, index) => release[index] ?? 0n);
  return epoch === prefix.epoch && prefix.release.every((part, index) => part === padded[index]);
}

/** `<1.0` leaves out 1.0's own pre-releases, unless it names one. */
function isBelow(version: Pep440Version, wanted: Pep440Version): boolean {
  if (comparePep440(version, wanted) >= 0) return false;
  return isPreRelease(wanted) || !isPreRelease(version) || !sameBase(version, wanted);
}

/** `>1.0` leaves out 1.0.post1, unless it names a post-release, and 1.0+local. */
function isAbove(version: Pep440Version, wanted: Pep440Version): boolean {
  if (comparePep440(version, wanted) <= 0) return false;
  if (!sameBase(version, wanted)) return true;
  return version.local === null && (wanted.post !== null || version.post === null);
}

function sameBase(a: Pep440Version, b: Pep440Version): boolean {
  return a.epoch === b.epoch && compareRelease(a.release, b.release) === 0;
}
