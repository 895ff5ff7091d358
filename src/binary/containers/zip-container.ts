import {decodeText} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {hasBinaryName, looksLikeBinary, mayBeBinary, SNIFFED_BYTES} from './candidates.ts';
import {byPath, type Container, MAX_TEXT_BYTES, type Member, type RefusedMember} from './container.ts';
import {createEntryLimits} from './entry-limits.ts';
import {type InflatedSource, inflatedSource} from './inflated-source.ts';
import {nameProblem} from './member-name.ts';
import {
  cachedArchive,
  type DataSource,
  isStored,
  type LocatedData,
  locateData,
  startOfFile,
} from './zip-data.ts';
import {readZipDirectory, readZipEntry, type ZipEntry} from './zip-directory.ts';
import type {ZipEnd} from './zip-end.ts';

/** An archive as a container whose kind is still to be told. Its `close` does not close the file. */
export type ZipContents = Omit<Container, 'kind'>;

/**
 * The binaries of an archive may claim so many times its length together, and some more: real ones shrink up to 56
 * times, small ones at that, while deflate can make a thousand times its length from nothing.
 */
const MAX_TOTAL_RATIO = 100;
const FREE_TOTAL_BYTES = 256 * 1024 * 1024;

/** Reads the directory of an archive and the first bytes of those of its files whose names do not tell what they are. */
export function readZip(file: DataSource, end: ZipEnd): ZipContents {
  const archive = cachedArchive(file);
  const {entryOffsets, refused, notes, locate} = readEntries(archive, end);
  const {openData, close} = memberOpener();

  const members: Member[] = [];
  let bytesLeft = MAX_TOTAL_RATIO * file.size + FREE_TOTAL_BYTES;
  for (const [path, entryOffset] of entryOffsets) {
    const found = mayBeBinary(path) ? locate(entryOffset) : null;
    if (!found) continue;
    const {entry, located} = found;
    const {sizeBytes} = entry;
    const verdict = judge(entry, located, bytesLeft);
    if ('refusal' in verdict) refused.push({path, ...verdict.refusal});
    else if (verdict.binary !== null) {
      const {binary} = verdict;
      bytesLeft -= sizeBytes;
      members.push({path, open: () => openData(binary, entry)});
    }
  }

  return {
    members: members.toSorted(byPath),
    refused: refused.toSorted(byPath),
    notes,
    paths: new Set(entryOffsets.keys()),
    readText(path) {
      const entryOffset = entryOffsets.get(path);
      const found = entryOffset === undefined ? null : locate(entryOffset);
      return found && 'data' in found.located ? textOf(found.located.data, found.entry) : null;
    },
    openFile(path) {
      const entryOffset = entryOffsets.get(path);
      const found = entryOffset === undefined ? null : locate(entryOffset);
      if (!found || !('data' in found.located)) return null;
      return isStored(found.entry) ? found.located.data : inflated(found.located.data, found.entry);
    },
    close,
  };
}

type Refusal = Omit<RefusedMember, 'path'>;

/** Tells a binary from another file and from one that is not read; `bytesLeft` is what the archive may still claim. */
function judge(
  entry: ZipEntry,
  located: LocatedData,
  bytesLeft: number,
): {readonly refusal: Refusal} | {readonly binary: DataSource | null} {
  if (!('data' in located)) return {refusal: located};
  const {data} = located;
  const {path, sizeBytes} = entry;
  if (!hasBinaryName(path)) {
    const start = startOfFile(data, entry, SNIFFED_BYTES);
    if (start === null) return {refusal: {what: 'broken', problem: 'has compressed data that is broken'}};
    if (!looksLikeBinary(start, sizeBytes)) return {binary: null};
  }
  if (sizeBytes <= bytesLeft) return {binary: data};
  const problem = `claims ${sizeBytes} bytes, far more than an archive of this length holds, as zip bombs do`;
  return {refusal: {what: 'bomb', problem}};
}

interface ZipEntries {
  /** By path, where in the file the directory's entry stands: the entries themselves would be most of the memory. */
  readonly entryOffsets: ReadonlyMap<string, number>;
  readonly refused: RefusedMember[];
  readonly notes: readonly string[];
  locate(entryOffset: number): {readonly entry: ZipEntry; readonly located: LocatedData} | null;
}

/** Of files with one name the last is what Python's zipfile, and so pip, gives. Entries with names that are no paths are refused. */
function readEntries(archive: DataSource, end: ZipEnd): ZipEntries {
  const limits = createEntryLimits(end.directoryOffset);
  const entryOffsets = new Map<string, number>();
  const repeated = new Set<string>();
  const refused: RefusedMember[] = [];
  const problem = readZipDirectory(archive, end, (entry, entryOffset) => {
    limits.add(entry.headerOffset, entryOffset);
    const wrongName = nameProblem(entry.path);
    if (wrongName !== null) refused.push({path: entry.path, what: 'path-escape', problem: wrongName});
    else if (!entry.path.endsWith('/')) {
      if (entryOffsets.has(entry.path)) repeated.add(entry.path);
      entryOffsets.set(entry.path, entryOffset);
    }
  });
  if (problem !== null) refused.push({path: '(directory)', what: 'broken', problem});
  return {
    entryOffsets,
    refused,
    notes: [...repeated].map(path => `${path} stands in the archive more than once; the last one is read.`),
    locate(entryOffset) {
      const entry = readZipEntry(archive, end, entryOffset);
      return (
        entry && {entry, located: locateData(archive, entry, limits.limitOf(entry.headerOffset, entryOffset))}
      );
    },
  };
}

/** Opens the data of one member after the other. That of a stored one lies in the archive, whose pages are cached. */
function memberOpener(): {
  openData(data: DataSource, entry: ZipEntry): ReturnType<Member['open']>;
  close(): void;
} {
  let current: InflatedSource | null = null;
  return {
    openData(data, entry) {
      if (isStored(entry)) return data;
      current?.close();
      current = inflated(data, entry);
      return current;
    },
    close() {
      current?.close();
      current = null;
    },
  };
}

function inflated(data: DataSource, entry: ZipEntry): InflatedSource {
  return inflatedSource({packed: data, sizeBytes: entry.sizeBytes, crc32: entry.crc32});
}

function textOf(data: DataSource, entry: ZipEntry): string | null {
  const source = isStored(entry) ? null : inflated(data, entry);
  try {
    return decodeText((source ?? data).read(0, MAX_TEXT_BYTES));
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  } finally {
    source?.close();
  }
}
