import {createHash} from 'node:crypto';
import {createReadStream, statSync} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import type {CorpusArtefact} from './manifest.ts';

/** Why a file is not the artefact that the manifest means, as a clause; null where it is. */
export async function problemOf(
  {size, sha256}: Pick<CorpusArtefact, 'size' | 'sha256'>,
  path: string,
): Promise<string | null> {
  const status = statSync(path, {throwIfNoEntry: false});
  if (!status?.isFile()) return 'it is not there';
  if (status.size !== size) return `it has ${status.size} bytes, not ${size}`;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  return found === sha256 ? null : `its sha256 is ${found}, not ${sha256}`;
}
