import type {Container} from '../binary/containers/container.ts';
import {UserError} from '../errors.ts';
import type {ArtefactReport} from '../report/report.ts';
import {type CheckOptions, checkArtefact, type Surroundings} from './check-artefact.ts';
import {distributionOf, tagNotes} from './distribution.ts';
import {baseName} from './wording.ts';

/** How paths become artefacts; the command gives the one that reads this machine's files. */
export interface ArtefactOpener {
  /** The artefacts that a path stands for: itself, or the wheels of a folder. Throws a UserError for none. */
  expand(path: string): readonly string[];
  /** Throws a UserError for a path that cannot be read. */
  open(path: string): Promise<Container>;
  /** What the folder or environment around the artefact says; null for an archive. */
  environmentOf(path: string, container: Container): Surroundings | null;
}

/**
 * Checks every path, one after the other, and hands over each report as it is ready. A path that cannot be read is
 * an artefact with an error; the others are still checked.
 */
export async function* checkPaths(
  paths: readonly string[],
  opener: ArtefactOpener,
  options: CheckOptions,
): AsyncGenerator<ArtefactReport> {
  for (const path of paths) {
    for (const artefact of expanded(path, opener)) {
      yield 'error' in artefact ? artefact : await checkOne(artefact.path, opener, options);
    }
  }
}

function expanded(path: string, opener: ArtefactOpener): readonly (ArtefactReport | {path: string})[] {
  try {
    return opener.expand(path).map(one => ({path: one}));
  } catch (error) {
    return [failed(path, error)];
  }
}

async function checkOne(
  path: string,
  opener: ArtefactOpener,
  options: CheckOptions,
): Promise<ArtefactReport> {
  try {
    const container = await opener.open(path);
    try {
      const surroundings = opener.environmentOf(path, container) ?? ownDistribution(path, container);
      return await checkArtefact(path, container, surroundings, options);
    } finally {
      container.close();
    }
  } catch (error) {
    return failed(path, error);
  }
}

/** An archive is one distribution, and brings no environment. */
function ownDistribution(path: string, container: Container): Surroundings {
  const distribution = distributionOf(baseName(path), container.paths, file => container.readText(file));
  return {
    distributionOf: () => distribution,
    environment: null,
    nearbyFiles: [],
    root: null,
    locationOf: () => null,
    notes: tagNotes(baseName(path), container.paths, file => container.readText(file)),
  };
}

function failed(path: string, error: unknown): ArtefactReport & {error: string} {
  if (!(error instanceof UserError)) throw error;
  const {what, advice} = error;
  return {path, kind: 'file', binaries: [], error: advice === undefined ? what : `${what}; ${advice}`};
}
