import {type Marker, parseMarker} from './marker.ts';
import {parseSpecifier, type VersionClause} from './version-specifier.ts';

/** A requirement as PEP 508 defines it. */
export interface Requirement {
  /** As written. */
  readonly name: string;
  readonly extras: readonly string[];
  /** None for a requirement by address (`name @ https://...`). */
  readonly clauses: readonly VersionClause[];
  readonly marker: Marker | null;
}

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const HEAD = new RegExp(`^\\s*(${NAME})\\s*(?:\\[\\s*((?:${NAME}\\s*(?:,\\s*${NAME}\\s*)*)?)\\]\\s*)?`);

/** Far more than any real requirement, in characters. */
const MAX_LENGTH = 10_000;

/** Reads a requirement; null for what PEP 508 does not allow. */
export function parseRequirement(text: string): Requirement | null {
  const head = text.length > MAX_LENGTH ? null : HEAD.exec(text);
  if (!head) return null;
  const [whole, name = '', extras = ''] = head;
  const rest = splitMarker(text.slice(whole.length));
  const clauses = parseVersions(rest.versions);
  const marker = rest.marker === null ? null : parseMarker(rest.marker);
  if (clauses === null || (rest.marker !== null && marker === null)) return null;
  return {
    name,
    extras: extras
      .split(',')
      .map(extra => extra.trim())
      .filter(Boolean),
    clauses,
    marker,
  };
}

/** In an address a `;` may stand itself: only one after a space begins the marker. */
function splitMarker(rest: string): {versions: string; marker: string | null} {
  const isAddress = rest.startsWith('@');
  const end = isAddress ? rest.search(/\s;/) : rest.indexOf(';');
  if (end < 0) return {versions: rest, marker: null};
  return {versions: rest.slice(0, end), marker: rest.slice(end + (isAddress ? 2 : 1))};
}

function parseVersions(text: string): readonly VersionClause[] | null {
  if (/^@\s*\S+\s*$/.test(text)) return [];
  const bracketed = /^\((.*)\)\s*$/.exec(text);
  return parseSpecifier(bracketed?.[1] ?? text);
}
