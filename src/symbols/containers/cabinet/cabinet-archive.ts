import type {ByteSource} from '../../../binary/byte-source.ts';
import type {Archive, ArchiveMember} from '../archive.ts';
import {sequentialMember} from '../sequential-member.ts';
import type {WorkBudget} from '../work-budget.ts';
import {type Cabinet, readCabinetHeader} from './cabinet-header.ts';
import {FolderStream} from './folder-stream.ts';

/** A cabinet (`.pd_`, `.dl_`, or the one in an installer). Throws an UnreadableError. */
export function openCabinet(source: ByteSource, budget: WorkBudget): Archive {
  const cabinet = readCabinetHeader(source);
  return {format: 'cab', members: () => membersOf(cabinet, budget)};
}

function* membersOf(cabinet: Cabinet, budget: WorkBudget): Generator<ArchiveMember> {
  const dataAt = folderReader(cabinet, budget);
  for (const {rawName, sizeBytes, offset, folder} of cabinet.files) {
    let next = offset;
    yield sequentialMember({rawName, sizeBytes, problem: null}, target => {
      const count = dataAt(folder, next, target);
      next += count;
      return count;
    });
  }
}

/** Reads a folder at a place. The files of one folder mostly follow each other, so that it is decoded once. */
function folderReader(
  cabinet: Cabinet,
  budget: WorkBudget,
): (folder: number, offset: number, target: Uint8Array) => number {
  const totalBytes = new Float64Array(cabinet.folders.length);
  for (const {folder, offset, sizeBytes} of cabinet.files) {
    totalBytes[folder] = Math.max(totalBytes[folder] ?? 0, offset + sizeBytes);
  }
  let current: {readonly index: number; readonly stream: FolderStream} | null = null;
  const read = (index: number, offset: number, target: Uint8Array): number => {
    const folder = cabinet.folders[index];
    if (!folder) return 0;
    if (current?.index !== index || current.stream.position > offset) {
      current = {index, stream: new FolderStream(cabinet, folder, totalBytes[index] ?? 0, budget)};
    }
    current.stream.skipTo(offset);
    return current.stream.position === offset ? current.stream.fill(target) : 0;
  };
  return (index, offset, target) => {
    try {
      return read(index, offset, target);
    } catch (error) {
      // A decoder that met damage is of no more use.
      current = null;
      throw error;
    }
  };
}
