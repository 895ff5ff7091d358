import {createWriteStream, renameSync, rmSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import zlib from 'node:zlib';
import {
  CORE_NAME,
  DEBUG_NAME,
  MANIFEST_NAME,
  type PackManifest,
  ROOT_NAME,
} from '../../../debugging/core/pack-manifest.ts';
import {packedPath} from './packed-path.ts';

/** What goes into an archive. Paths are absolute. */
export interface PackContents {
  readonly core: string;
  readonly manifest: PackManifest;
  /** Files to read, and the paths they had in the process. */
  readonly files: readonly {readonly from: string; readonly as: string}[];
  readonly debugFiles: readonly {readonly from: string; readonly buildId: string}[];
}

/**
 * Writes the archive: a gzipped tar, which every machine can look into, with the list of contents first. Owner, date
 * and mode of the files stay behind. A failure or Ctrl-C leaves nothing.
 */
export async function writePack(path: string, contents: PackContents, signal: AbortSignal): Promise<number> {
  const {packTar} = await import('modern-tar/fs');
  const plain = {mtime: new Date(0), uid: 0, gid: 0, mode: 0o600} as const;
  const temporary = join(dirname(path), `.pyxdbg-${process.pid}.tmp`);
  try {
    await pipeline(
      packTar(
        [
          {
            type: 'content',
            target: MANIFEST_NAME,
            content: `${JSON.stringify(contents.manifest, null, 2)}\n`,
            ...plain,
          },
          {type: 'file', target: CORE_NAME, source: contents.core, ...plain},
          ...contents.files.map(({from, as}) => ({
            type: 'file' as const,
            target: `${ROOT_NAME}${packedPath(as)}`,
            source: from,
            ...plain,
          })),
          ...contents.debugFiles.map(({from, buildId}) => ({
            type: 'file' as const,
            target: `${DEBUG_NAME}/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`,
            source: from,
            ...plain,
          })),
        ],
        {concurrency: 1},
      ),
      // A core is mostly zeros: the fastest level is a fifth slower than none, and the sizes hardly differ above it.
      zlib.createGzip({level: 1}),
      createWriteStream(temporary, {mode: 0o600}),
      {signal},
    );
    renameSync(temporary, path);
    return statSync(path).size;
  } finally {
    rmSync(temporary, {force: true});
  }
}
