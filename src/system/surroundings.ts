import {basename, dirname, join, relative, resolve, sep} from 'node:path';
import type {Container} from '../binary/containers/container.ts';
import {type Environment, readEnvironment} from '../python/environment.ts';
import type {StatedPython} from '../python/target.ts';
import type {Surroundings} from '../rules/check-artefact.ts';
import {requiredProjects} from '../rules/distribution.ts';
import type {Distribution} from '../rules/subject.ts';
import {localFiles} from './files.ts';

/**
 * What the environment that an artefact is, or lies in, says of its binaries; for a file or folder outside of one its
 * neighbours. Null for an archive, which speaks for itself.
 */
export function surroundingsOf(path: string, container: Container): Surroundings | null {
  const {kind} = container;
  if (kind !== 'environment' && kind !== 'interpreter' && kind !== 'folder' && kind !== 'file') return null;
  const isEnvironment = kind === 'environment' || kind === 'interpreter';
  const around = isEnvironment ? path : packagesFolderAround(resolve(path));
  const beside = kind === 'file' ? localFiles.entryNames(dirname(path)) : [];
  const root = kind === 'file' ? dirname(resolve(path)) : resolve(path);
  const place = {
    notes: [],
    root: kind === 'file' ? null : root,
    locationOf: (member: string) => resolve(root, member),
  };
  if (around === null) return {...place, distributionOf: () => null, environment: null, nearbyFiles: beside};

  const environment = readEnvironment(around, localFiles);
  const owners = recordedOwners(environment);
  const ownerOf = (member: string) => owners.get(resolve(root, member)) ?? null;
  return {
    ...place,
    distributionOf: ownerOf,
    environment: statedPython(environment),
    nearbyFiles: isEnvironment ? [] : [...beside, ...[...owners.keys()].map(toPosix)],
  };
}

/** The site-packages folder that a path lies in, or null. */
function packagesFolderAround(path: string): string | null {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (/^(site|dist)-packages$/.test(basename(folder))) return folder;
  }
  return null;
}

/** Absolute path of every recorded binary -> the distribution that installed it (RECORD, PEP 376). */
function recordedOwners({installed}: Environment): ReadonlyMap<string, Distribution> {
  const owners = new Map<string, Distribution>();
  for (const {name, tags, metadata, files, sitePackages} of installed) {
    const distribution = {project: name, wheel: tags, requires: requiredProjects(metadata)};
    for (const file of files) owners.set(resolve(join(sitePackages, file)), distribution);
  }
  return owners;
}

function statedPython({python}: Environment): StatedPython | null {
  if (!python) return null;
  return {
    version: [python.major, python.minor],
    freeThreaded: python.freeThreaded,
    debug: python.debug === true,
    platform: null,
    interpreter: null,
  };
}

function toPosix(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/');
}
