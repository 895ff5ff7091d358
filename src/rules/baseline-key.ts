import {basename} from 'node:path';
import {parseFileTag} from '../python/file-tag.ts';
import {parseWheelName} from '../python/wheel-tags.ts';
import type {Finding} from './finding.ts';

/**
 * What makes a finding the same one in the next version of a project and for another Python: never its message,
 * so that better words do not bring a silenced finding back.
 */
export interface BaselineKey {
  /** Normalised name of the wheel's, egg's or installer's project; else the name of the file or folder. */
  readonly project: string;
  /** Path in the artefact, without the project's version, EXT_SUFFIX tags and the hashes of repair tools. */
  readonly path: string;
  readonly rule: string;
  readonly subject: string;
}

/** The part of a key that all binaries of an artefact share. */
export interface ArtefactIdentity {
  readonly project: string;
  /** Null where the name has none. */
  readonly version: string | null;
}

/** The name of an egg or a bdist_wininst installer: `ZODB3-3.9.5-py2.5-win32.egg`, `coverage-3.4.win32-py2.4.exe`. */
const LEGACY = /^(?<project>.+?)-(?<version>\d[^-]*?)(?:-py\d.*\.egg|\.egg|\.win[^/]*\.exe)$/;

/** auditwheel puts 8 hexadecimal digits behind a library's name, delvewheel 32, Cargo 16; each perhaps more than once. */
const HASH = /-(?:[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?=[-.]|$)/g;

/** Reads project and version from the name of an artefact. */
export function identifyArtefact(path: string): ArtefactIdentity {
  const slashed = path.replaceAll('\\', '/').replace(/\/+$/, '');
  const name = basename(slashed);
  const wheel = parseWheelName(name);
  if (wheel) return {project: normaliseProject(wheel.project), version: wheel.version};
  const legacy = LEGACY.exec(name)?.groups;
  if (legacy) {
    return {project: normaliseProject(legacy['project'] ?? ''), version: legacy['version'] ?? null};
  }
  const isAbsolute = /^(?:[A-Za-z]:)?\//.test(slashed);
  const relative = slashed.replace(/^(?:\.\/+)+/, '');
  return {project: normalisePath(isAbsolute ? name : relative, null) || '.', version: null};
}

/** The key of a finding in a binary at `path` of the artefact. */
export function baselineKey(artefact: ArtefactIdentity, path: string, finding: Finding): BaselineKey {
  const subject = finding.subject.replaceAll(HASH, '');
  return {
    project: artefact.project,
    path: normalisePath(path, artefact.version),
    rule: finding.rule,
    // Windows does not tell apart the cases of a DLL's name, and each linker spells it in its own way.
    subject: /\.dll$/i.test(subject) ? subject.toLowerCase() : subject,
  };
}

/** A key as one string, to compare and to hash. */
export function keyText({project, path, rule, subject}: BaselineKey): string {
  return JSON.stringify([project, path, rule, subject]);
}

/** Takes out of a path what changes from version to version of the project, Python or repair tool. */
export function normalisePath(path: string, version: string | null): string {
  const segments = path.replaceAll('\\', '/').split('/');
  return segments
    .map((segment, index) => normaliseSegment(segment, index === segments.length - 1, version))
    .join('/');
}

/** No file system has longer names; those of a hostile archive are not worth a regular expression. */
const MAX_SEGMENT = 255;

function normaliseSegment(segment: string, isLast: boolean, version: string | null): string {
  if (segment.length > MAX_SEGMENT) return segment;
  const name = withoutVersion(segment, version).replaceAll(HASH, '');
  const tag = isLast ? parseFileTag(name) : null;
  if (tag) return name.slice(0, name.length - tag.suffix.length) + tag.extension;
  return name
    .replace(/^(.+?)-\d[^-]*\.(dist-info|data|egg-info)$/, '$1.$2')
    .replace(/^(.+?)-\d[^-]*-py\d.*\.egg$/, '$1.egg')
    .replace(/^(python|pypy)\d+(?:\.\d+)?t?$/i, '$1')
    .replace(/^((?:lib|temp|bdist)\..+?)-(?:c?python-?)?\d[\d.]*[a-z]*$/, '$1');
}

/** Only versions with a dot are taken out: `2` alone may be part of a name. */
function withoutVersion(segment: string, version: string | null): string {
  if (version === null || !/^\d+\.\d/.test(version)) return segment;
  const escaped = version.replaceAll(/[^0-9A-Za-z]/g, '\\$&');
  return segment.replaceAll(new RegExp(`[-_]v?${escaped}(?![0-9A-Za-z]|\\.\\d)`, 'g'), '');
}

/** PEP 503. */
function normaliseProject(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}
