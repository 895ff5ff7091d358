import {closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync} from 'node:fs';
import {type ByteSource, readCopy} from '../binary/byte-source.ts';
import {UnreadableError} from '../binary/unreadable.ts';
import {UserError} from '../errors.ts';
import {describeFailure} from './system-failure.ts';

/** An open regular file. Each read is one pread: wrap it in `pagedSource` for scattered ones. */
export interface OpenFile extends ByteSource {
  /** Fills `target` from `offset` on; returns the number of bytes read, fewer where the file ends. */
  readInto(offset: number, target: Uint8Array): number;
  close(): void;
}

/**
 * Opens a regular file for reading. Throws a UserError when it is missing, a folder, a device, socket or pipe, or may
 * not be read; its reads throw an UnreadableError when the device fails or the file shrinks meanwhile.
 */
export function openFile(path: string): OpenFile {
  let fd: number;
  let sizeBytes: number;
  try {
    // Looked at before it is opened: opening a pipe would wait for a writer, opening a device may start something.
    refuseAllButFiles(statSync(path), path);
    // O_NONBLOCK for a pipe that took the file's place in between; Windows has no such flag.
    fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({what: describeFailure(error), where: path, cause: error});
  }
  try {
    const stats = fstatSync(fd);
    refuseAllButFiles(stats, path);
    sizeBytes = stats.size;
  } catch (error) {
    closeSync(fd);
    throw error;
  }

  const readInto = (offset: number, target: Uint8Array): number => {
    let filled = 0;
    try {
      while (filled < target.length) {
        const count = readSync(fd, target, filled, target.length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
    } catch (error) {
      throw new UnreadableError('truncated', `the file ${describeFailure(error)}`);
    }
    return filled;
  };

  let isOpen = true;
  return {
    size: sizeBytes,
    readInto,
    read: (offset, length) => readCopy(sizeBytes, offset, length, readInto),
    close() {
      if (isOpen) closeSync(fd);
      isOpen = false;
    },
  };
}

function refuseAllButFiles(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  const kinds: readonly [boolean, string][] = [
    [stats.isDirectory(), 'folder'],
    [stats.isFIFO(), 'named pipe'],
    [stats.isSocket(), 'socket'],
  ];
  const kind = kinds.find(([applies]) => applies)?.[1] ?? 'device';
  throw new UserError({what: `is a ${kind}, not a file`, where: path, advice: 'name a regular file'});
}
