import {realpathSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import type {Container} from '../../binary/containers/container.ts';
import {openContainer} from '../../binary/containers/open-container.ts';
import {UserError} from '../../errors.ts';
import type {SplitReport} from '../../symbols/publish/split-report.ts';
import {localFiles} from '../files.ts';
import {wholeFile} from './file-content.ts';
import {pdbsInFolder} from './pdbs-at-hand.ts';
import {placeBytes} from './place-file.ts';
import {splitMember} from './split-member.ts';
import {type SplitWork, splitWheel} from './split-wheel.ts';

/** Where the parts of an artefact go, and whether they are written at all. */
export interface SplitPlaces {
  /** The stripped wheel or file, absolute. */
  readonly output: string;
  readonly isDryRun: boolean;
}

/** Where an artefact comes to stand. `outDir` (absolute): null for its own place, links followed. */
export function splitOutput(artefact: string, outDir: string | null): string {
  return outDir === null
    ? (localFiles.realPath(artefact) ?? resolve(artefact))
    : join(outDir, basename(artefact));
}

/**
 * Takes the debug information of a wheel or a file apart: all of it is proved before anything is written. Throws a
 * UserError for another artefact, and where a binary cannot be split.
 */
export async function splitArtefact(path: string, places: SplitPlaces): Promise<SplitReport> {
  const container = await openContainer(path, localFiles);
  let work: SplitWork;
  try {
    work = await workOf(path, container, places);
  } finally {
    container.close();
  }
  const {report, content, debugFiles} = work;
  if (places.isDryRun) return report;
  // Debug files first: where something fails, no wheel is without what it was stripped of.
  for (const [name, bytes] of debugFiles) await placeBytes(join(report.debugFolder, name), bytes);
  await placeBytes(report.output, content, statSync(path).mode & 0o7777);
  return report;
}

function workOf(path: string, container: Container, places: SplitPlaces): Promise<SplitWork> {
  if (container.kind === 'wheel') return splitWheel(path, container, places.output);
  if (container.kind === 'file') return fileWork(path, places);
  throw new UserError({
    what: `is ${container.kind === 'environment' || container.kind === 'interpreter' ? 'an' : 'a'} ${container.kind}, neither a wheel nor a binary`,
    where: path,
    advice: 'name wheels, or single modules and libraries',
  });
}

async function fileWork(path: string, {output}: SplitPlaces): Promise<SplitWork> {
  const bytes = wholeFile(path);
  const folder = dirname(realpathSync(path));
  const name = basename(path);
  const member = await splitMember(name, bytes, pdbsInFolder(folder));
  if (!member) {
    throw new UserError({
      what: 'is no module, library or program that debug information could be taken out of',
      where: path,
      advice: 'name wheels, or single modules and libraries',
    });
  }
  const {binary} = member;
  const debugFolder = dirname(output);
  const isApartAlready = member.stripped === null && debugFolder === folder && member.pdbs.length > 0;
  const report: SplitReport = {
    artefact: resolve(path),
    kind: 'file',
    output,
    debugFolder,
    binaries: isApartAlready
      ? [{...binary, action: 'kept', why: `its PDB is a file of its own: ${member.pdbs[0]}`, debugFiles: []}]
      : [binary],
    notes: [],
    sizeBeforeBytes: bytes.length,
    sizeAfterBytes: member.stripped?.length ?? bytes.length,
  };
  return {
    report,
    content: member.stripped ?? bytes,
    debugFiles: isApartAlready ? new Map() : member.debugFiles,
  };
}
