import {pagedSource} from '../binary/byte-source.ts';
import {startsLikeMinidump} from '../binary/minidump/read-minidump.ts';
import {UserError} from '../errors.ts';
import {localFiles} from './files.ts';
import type {OpenFile} from './open-file.ts';
import {addArtefact} from './symbol-targets/artefact-subjects.ts';
import {compressionOf} from './symbol-targets/compression.ts';
import {FoundSubjects, type TargetSubjects} from './symbol-targets/found-subjects.ts';

/**
 * The binaries of what a user names: a file, program, environment, wheel or other archive, folder, installed module,
 * running process (its number), core file or minidump. What cannot be read is a note, one sentence each. Throws a
 * UserError where nothing can be looked at.
 */
export async function subjectsOf(target: string): Promise<TargetSubjects> {
  const status = localFiles.status(target);
  if (!status && /^\d+$/.test(target)) return subjectsOfProcess(Number(target));
  const found = new FoundSubjects();
  if (status?.kind !== 'file' || !(await addDump(target, found))) await addArtefact(target, found);
  return found;
}

/** The binaries of a running process. Throws a UserError where it cannot be looked at. */
export async function subjectsOfProcess(pid: number): Promise<TargetSubjects> {
  const found = new FoundSubjects();
  const {addProcess} = await import('./symbol-targets/process-subjects.ts');
  await addProcess(pid, found);
  return found;
}

/** Reads a core file or a minidump by its first bytes; false for any other file. */
async function addDump(target: string, found: FoundSubjects): Promise<boolean> {
  const file = openNamed(target);
  try {
    const start = file.read(0, START_BYTES);
    if (startsLikeMinidump(start)) {
      const {addMinidump} = await import('./symbol-targets/minidump-subjects.ts');
      addMinidump(target, pagedSource(file), found);
      return true;
    }
    if (isCore(start)) {
      const {addCore} = await import('./symbol-targets/core-subjects.ts');
      await addCore(target, pagedSource(file), found);
      return true;
    }
    const compression = compressionOf(start);
    if (compression === null) return false;
    const {addCompressedCore} = await import('./symbol-targets/compressed-core.ts');
    await addCompressedCore(target, compression, found);
    return true;
  } finally {
    file.close();
  }
}

/** As far as `e_type`. */
const START_BYTES = 18;
const ET_CORE = 4;

function isCore(start: Uint8Array): boolean {
  if (start.length < START_BYTES) return false;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  return view.getUint32(0) === 0x7f45_4c46 && view.getUint16(16, view.getUint8(5) === 1) === ET_CORE;
}

function openNamed(target: string): OpenFile {
  const problem = localFiles.unreadable(target);
  if (problem !== null) throw new UserError({what: problem, where: target});
  return localFiles.openFile(target);
}
