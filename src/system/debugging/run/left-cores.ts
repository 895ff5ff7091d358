import {basename} from 'node:path';
import {pagedSource} from '../../../binary/byte-source.ts';
import {readCore} from '../../../binary/core/read-core.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';
import type {CorePlace} from '../../../debugging/run/core-pattern.ts';
import {openRegular} from '../../symbol-targets/local-binary.ts';
import {recentCoreFiles} from './kernel-core.ts';

/** A core file, absolute, and the process that it says it was. */
interface LeftCore {
  readonly file: string;
  readonly pid: number;
}

/** The core of a program that ran in `folder` and has ended since then; null without one. */
export function coreOf(pid: number, place: CorePlace, folder: string, sinceMs: number): string | null {
  return coresSince(place, folder, sinceMs).find(core => core.pid === pid)?.file ?? null;
}

/**
 * Cores of other processes of a run, such as a Python with -I that a shell started: by `mark`, a text that the
 * environment of all of them has, and no other process.
 */
export function coresWith(
  mark: string,
  place: CorePlace,
  folder: string,
  sinceMs: number,
): readonly LeftCore[] {
  return coresSince(place, folder, sinceMs).filter(({file}) => holds(file, mark));
}

/** The number in the file decides which process it was: names prove nothing. */
function coresSince(place: CorePlace, folder: string, sinceMs: number): readonly LeftCore[] {
  return recentCoreFiles(place, folder, sinceMs).flatMap(file => {
    const pid = processIn(file);
    return pid !== null && place.isCore(basename(file), pid) ? [{file, pid}] : [];
  });
}

const CHUNK_BYTES = 1 << 20;

/** Whether a file has a text in it, read part by part. */
function holds(path: string, text: string): boolean {
  const file = openRegular(path);
  if (file === null) return false;
  try {
    for (let at = 0; at < file.size; at += CHUNK_BYTES) {
      // So many bytes more, that the text is found across two parts, too.
      const bytes = file.read(at, Math.min(CHUNK_BYTES + text.length, file.size - at));
      if (Buffer.from(bytes).includes(text)) return true;
    }
    return false;
  } finally {
    file.close();
  }
}

/** The process that a core says it was; null for what is no core, and what may not be read. */
function processIn(path: string): number | null {
  const file = openRegular(path);
  if (file === null) return null;
  try {
    return readCore(pagedSource(file)).processId;
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return null;
  } finally {
    file.close();
  }
}
