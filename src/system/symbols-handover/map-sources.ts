import {join} from 'node:path';
import type {SourceMap} from '../../symbols/handover/model.ts';
import {namesBelow, readRecordedPath, recordedText} from '../../symbols/handover/recorded-path.ts';
import {findSourceMaps} from '../../symbols/handover/source-maps.ts';
import {sourceOverlay} from '../../symbols/handover/source-overlay.ts';
import {localFiles} from '../files.ts';
import {placeLinkTree} from './link-tree.ts';

/** Folders of a checkout that hold no sources, and many files. */
const SKIPPED = new Set(['.git', '.hg', '.svn', 'node_modules', '.pyxdbg', '__pycache__']);

/** Which recorded folders a folder of this machine takes the place of; gdb's may need a tree in the folder of symbols. */
export function mapSources(
  recorded: readonly string[],
  folder: string,
  store: string,
): {readonly sources: readonly SourceMap[]; readonly gdbSources: readonly SourceMap[]} {
  // What is where it was recorded needs no map.
  const missing = recorded
    .filter(text => isPlain(text) && localFiles.status(text)?.kind !== 'file')
    .flatMap(text => readRecordedPath(text) ?? []);
  const files = localFiles.listFolder(folder, SKIPPED).files.map(file => file.split('/'));
  const maps = findSourceMaps(
    missing.map(({path}) => path),
    {files},
  );
  const sources: SourceMap[] = [];
  const gdbSources: SourceMap[] = [];
  for (const map of maps) {
    const here = join(folder, ...map.below);
    sources.push({recorded: recordedText(map.recorded), here});
    const crossed = missing
      .filter(({path}) => namesBelow(map.recorded, path) !== null)
      .flatMap(one => one.crossed);
    const overlay = sourceOverlay({recorded: map.recorded, here}, crossed, {
      join,
      isFolder: path => localFiles.status(path)?.kind === 'folder',
      entryNames: localFiles.entryNames,
    });
    gdbSources.push(
      overlay === null
        ? {recorded: recordedText(map.recorded), here}
        : {recorded: recordedText(overlay.recorded), here: placeLinkTree(store, overlay.tree)},
    );
  }
  return {sources, gdbSources};
}

/**
 * Whoever made the binary chose the names: none may end a command, or be a path on Windows where it is a name elsewhere.
 */
function isPlain(text: string): boolean {
  return !/[\x00-\x1f\x7f]/.test(text) && !(text.startsWith('/') && text.includes('\\'));
}
