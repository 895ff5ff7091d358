import {type ByteSource, pagedSource} from '../binary/byte-source.ts';
import {UnreadableError} from '../binary/unreadable.ts';
import {openFile} from './open-file.ts';

/** What `read` finds in a file; null where the file is not what it reads. Throws a UserError for one that is not there. */
export function readBinaryFile<T>(path: string, read: (source: ByteSource) => T): T | null {
  const file = openFile(path);
  try {
    return read(pagedSource(file));
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  } finally {
    file.close();
  }
}
