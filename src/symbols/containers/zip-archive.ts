import {createEntryLimits} from '../../binary/containers/entry-limits.ts';
import {inflatedSource} from '../../binary/containers/inflated-source.ts';
import {
  cachedArchive,
  type DataSource,
  isStored,
  type LocatedData,
  locateData,
} from '../../binary/containers/zip-data.ts';
import {readZipDirectory, type ZipEntry} from '../../binary/containers/zip-directory.ts';
import {findZipEnd} from '../../binary/containers/zip-end.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import type {Archive, ArchiveMember} from './archive.ts';
import {sequentialMember} from './sequential-member.ts';
import type {WorkBudget} from './work-budget.ts';

/** A zip archive, e.g. python.org's `python-3.4.4-pdb.zip`, or a wheel. Throws an UnreadableError. */
export function openZip(file: DataSource, budget: WorkBudget): Archive {
  const archive = cachedArchive(file);
  const end = findZipEnd(archive);
  if (!end)
    throw new UnreadableError('truncated', 'it is a zip archive without a directory: its end is missing');
  const limits = createEntryLimits(end.directoryOffset);
  const entries: {readonly entry: ZipEntry; readonly entryOffset: number}[] = [];
  const problem = readZipDirectory(archive, end, (entry, entryOffset) => {
    limits.add(entry.headerOffset, entryOffset);
    if (!entry.path.endsWith('/')) entries.push({entry, entryOffset});
  });
  if (problem !== null) throw new UnreadableError('truncated', `its directory ${problem}`);

  function* members(): Generator<ArchiveMember> {
    for (const {entry, entryOffset} of entries) {
      const located = locateData(archive, entry, limits.limitOf(entry.headerOffset, entryOffset));
      yield* memberOf(entry, located, budget);
    }
  }
  return {format: 'zip', members};
}

function* memberOf(entry: ZipEntry, located: LocatedData, budget: WorkBudget): Generator<ArchiveMember> {
  const {path: rawName, sizeBytes} = entry;
  if (!('data' in located)) {
    yield sequentialMember({rawName, sizeBytes, problem: located.problem}, () => 0);
    return;
  }
  const {data} = located;
  const source = isStored(entry)
    ? {readInto: data.readInto, close() {}}
    : inflatedSource({packed: data, sizeBytes, crc32: entry.crc32});
  let offset = 0;
  try {
    yield sequentialMember({rawName, sizeBytes, problem: null}, target => {
      budget.spend(target.length);
      const count = source.readInto(offset, target);
      offset += count;
      return count;
    });
  } finally {
    source.close();
  }
}
