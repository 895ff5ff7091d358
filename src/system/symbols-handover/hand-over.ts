import path from 'node:path';
import {UserError} from '../../errors.ts';
import type {FoundSymbols, HandOver, PlacedFiles, SourceMap} from '../../symbols/handover/model.ts';
import {placeFiles} from '../../symbols/handover/place-files.ts';
import {localFiles} from '../files.ts';
import {placeLinkTree} from './link-tree.ts';
import {mapSources} from './map-sources.ts';
import {recordedSources} from './recorded-sources.ts';

/** What is handed over, for which debug files, and what was found on the way. */
export interface PreparedHandOver {
  readonly handOver: HandOver;
  readonly without: PlacedFiles['without'];
  readonly notes: readonly string[];
}

/** What a hand-over depends on besides the debug files. Folders are absolute. */
export interface HandOverSettings {
  readonly store: string;
  /** The user's source trees. */
  readonly sources: readonly string[];
  readonly debuginfod: boolean | null;
}

/**
 * Gets ready what debuggers need to find these debug files and their sources; makes trees of links in the folder of
 * symbols where a debugger's own rules ask for names that are not there. Throws a UserError.
 */
export function prepareHandOver(
  outcomes: readonly FoundSymbols[],
  {store, sources, debuginfod}: HandOverSettings,
): PreparedHandOver {
  for (const folder of sources) {
    if (localFiles.status(folder)?.kind === 'folder') continue;
    throw new UserError({what: 'is no folder', where: folder, advice: 'name the folder of the sources'});
  }
  const {links, without, unplaced, debugFolders, ...placed} = placeFiles(outcomes, {
    path,
    realPath: localFiles.realPath,
  });
  const notes: string[] = [];
  const maps: SourceMap[] = [];
  const gdbMaps: SourceMap[] = [];
  const trees = [
    ...(sources.length > 0 ? [{files: outcomes.flatMap(({file}) => file ?? []), folders: sources}] : []),
    ...storedSources(outcomes, store),
  ];
  for (const {files, folders} of trees) {
    const recorded = recordedSources(files);
    notes.push(...recorded.problems);
    for (const folder of folders) {
      const found = mapSources(recorded.sources, folder, store);
      addNew(maps, found.sources);
      addNew(gdbMaps, found.gdbSources);
      if (found.sources.length === 0) notes.push(`no missing source of these binaries is in ${folder}`);
    }
  }
  for (const {subject, file} of unplaced) {
    notes.push(`no setting makes gdb find ${file}: put it beside ${subject.location ?? subject.name}`);
  }
  return {
    handOver: {
      ...placed,
      debugFolders:
        links.length === 0 ? debugFolders : [...debugFolders, placeLinkTree(store, {folders: [], links})],
      sources: maps,
      gdbSources: gdbMaps,
      debuginfod,
    },
    without,
    notes,
  };
}

/** Sources that the folder of symbols has, as debuginfod serves them: below the build-id by their whole recorded paths. */
function storedSources(outcomes: readonly FoundSymbols[], store: string) {
  return outcomes.flatMap(({subject, file}) => {
    if (file === null || subject.identity?.kind !== 'build-id') return [];
    const folder = path.join(store, 'buildid', subject.identity.id, 'source');
    return localFiles.status(folder)?.kind === 'folder' ? [{files: [file], folders: [folder]}] : [];
  });
}

/** A debugger takes the first map of a folder: the others would have no effect. */
function addNew(maps: SourceMap[], found: readonly SourceMap[]): void {
  for (const map of found) if (maps.every(({recorded}) => recorded !== map.recorded)) maps.push(map);
}
