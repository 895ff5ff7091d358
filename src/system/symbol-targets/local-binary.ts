import {basename} from 'node:path';
import {pagedSource} from '../../binary/byte-source.ts';
import type {Unreadable} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import {localFiles} from '../files.ts';
import type {OpenFile} from '../open-file.ts';
import {type BinaryPlace, type Identified, identifySource} from './identify-source.ts';

/** Reads a file of this machine as a binary; null where there is no regular file, or it may not be read. */
export async function identifyFile(
  place: string,
  named: Partial<BinaryPlace> = {},
): Promise<Identified | {readonly unreadable: Unreadable} | null> {
  const file = openRegular(place);
  if (file === null) return null;
  const source = pagedSource(file);
  try {
    return await identifySource(source, {
      path: place,
      name: basename(named.path ?? place),
      location: place,
      archive: null,
      ...named,
    });
  } finally {
    source.close?.();
    file.close();
  }
}

/** Opens a regular file; null where there is none, or it may not be read. */
export function openRegular(place: string): OpenFile | null {
  // A path of a dump may be that of a device or a pipe here.
  if (localFiles.status(place)?.kind !== 'file') return null;
  try {
    return localFiles.openFile(place);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
