import {parseLegacyName} from '../python/artefact-name.ts';
import {parseWheelFile, parseWheelName} from '../python/wheel-tags.ts';
import type {Distribution} from './subject.ts';

/** Reads text files of an artefact; null for one that is not there. */
export type ReadText = (path: string) => string | null;

/** The distribution that an archive is: by its own name first, else by its dist-info. Null for one that is none. */
export function distributionOf(
  archiveName: string,
  paths: ReadonlySet<string>,
  readText: ReadText,
): Distribution | null {
  const distInfo = [...paths].map(path => /^([^/]+)-([^/-]+)\.dist-info\/WHEEL$/.exec(path)).find(Boolean);
  const folder = distInfo ? distInfo[0].slice(0, -'/WHEEL'.length) : null;
  const named = parseWheelName(archiveName);
  const written = distInfo
    ? parseWheelFile(readText(distInfo[0]) ?? '', distInfo[1] ?? '', distInfo[2] ?? '')
    : null;
  const wheel = named ?? written;
  const legacy = parseLegacyName(archiveName);
  const project = wheel?.project ?? legacy?.project;
  if (project === undefined) return null;
  const metadata = folder === null ? null : readText(`${folder}/METADATA`);
  return {project, wheel, requires: metadata === null ? [] : requiredProjects(metadata)};
}

/** Says where a wheel's name and its own WHEEL file name different tags: installers take the name at its word. */
export function tagNotes(
  archiveName: string,
  paths: ReadonlySet<string>,
  readText: ReadText,
): readonly string[] {
  const named = parseWheelName(archiveName);
  const file = [...paths].find(path => /^[^/]+\.dist-info\/WHEEL$/.test(path));
  const written = named && file ? parseWheelFile(readText(file) ?? '', named.project, named.version) : null;
  if (!named || !written) return [];
  const differs = (['pythons', 'abis', 'platforms'] as const).some(
    kind => [...named[kind]].sort().join() !== [...written[kind]].sort().join(),
  );
  const tags = [written.pythons, written.abis, written.platforms].map(part => part.join('.')).join('-');
  return differs ? [`its WHEEL file says ${tags}, which is not what its name says`] : [];
}

/** The projects of the `Requires-Dist` lines, normalised (PEP 503); those of extras are not there unless asked for. */
export function requiredProjects(metadata: string): readonly string[] {
  const header = metadata.slice(0, headerEnd(metadata));
  const names = [...header.matchAll(/^Requires-Dist:\s*([A-Za-z0-9][A-Za-z0-9._-]*)(.*)$/gim)]
    .filter(match => !/;.*\bextra\s*==/.test(match[2] ?? ''))
    .map(match => match[1] ?? '');
  return [...new Set(names.map(normaliseProject))];
}

/** PEP 503: lower case, runs of `-_.` as one hyphen. */
export function normaliseProject(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function headerEnd(metadata: string): number {
  const end = metadata.search(/\r?\n\r?\n/);
  return end < 0 ? metadata.length : end;
}
