import {rmSync, writeFileSync} from 'node:fs';
import {memorySource, pagedSource} from '../../binary/byte-source.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import type {ArchiveMember as PackedMember} from '../../symbols/containers/archive.ts';
import type {Identity} from '../../symbols/identity.ts';
import type {Place} from '../../symbols/source.ts';
import {isSameIdentity, mayBeDebugFile, recogniseDebugFile} from '../../symbols/verify.ts';
import {openFile} from '../open-file.ts';
import type {Obtained, Obtainer} from './obtain.ts';
import {obtain} from './obtain.ts';
import type {SymbolStore} from './symbol-store.ts';

/** Gets debug files out of what they are packed in. */
export interface Unpacker {
  /** The one file of a cabinet (`.pd_`), as a temporary file; the cabinet is removed if it was one. */
  single(packed: Extract<Obtained, {result: 'file'}>, store: SymbolStore): Promise<Obtained>;
  /** MSI, ZIP, tar, wheel: got and looked into once a run, whoever asks. */
  archive(place: Place, obtainer: Obtainer): Promise<Archive>;
  /** Removes what was unpacked and not taken. */
  close(): void;
}

/** An archive whose members that are debug information have been looked at. */
export type Archive =
  | {
      readonly result: 'opened';
      /** Bytes that were fetched for it: to the first who asks; 0 to the others. */
      takeFetchedBytes(): number;
      find(identity: Identity): ArchiveMember | null;
    }
  | {readonly result: 'absent'}
  | {readonly result: 'unreachable' | 'refused'; readonly why: string};

/** A member that has the identity that was asked for. */
export interface ArchiveMember {
  readonly name: string;
  /** A file of the store with its bytes, ours to move; null where the archive was only looked at. */
  readonly file: string | null;
}

/** The largest debug file that is taken out of an archive: it passes through memory. */
const MAX_MEMBER_BYTES = 1024 ** 3;

/** `keep`: whether members are written into the store, or only looked at. */
export function unpacker(keep: boolean): Unpacker {
  const archives = new Map<string, Promise<Archive>>();
  const files: string[] = [];
  return {
    async single(packed, store) {
      try {
        return await refusing(() => unpackSingle(packed, store));
      } finally {
        if (packed.isTemporary) rmSync(packed.path, {force: true});
      }
    },
    archive(place, obtainer) {
      const key = place.at === 'url' ? place.url : place.path;
      const known = archives.get(key) ?? openAt(place, obtainer, keep, files);
      archives.set(key, known);
      return known;
    },
    close() {
      for (const file of files) rmSync(file, {force: true});
    },
  };
}

async function unpackSingle(
  {path, fetchedBytes}: Extract<Obtained, {result: 'file'}>,
  store: SymbolStore,
): Promise<Obtained> {
  return withMembers(path, members => {
    // A compressed file of a symbol server is alone in its cabinet.
    const [member] = members;
    if (!member) return {result: 'refused', why: 'the cabinet is empty'};
    const file = store.temporary();
    writeFileSync(file, member.read(MAX_MEMBER_BYTES));
    return {result: 'file', path: file, isTemporary: true, fetchedBytes};
  });
}

async function openAt(place: Place, obtainer: Obtainer, keep: boolean, files: string[]): Promise<Archive> {
  const obtained = await obtain(place, obtainer);
  if (obtained.result !== 'file') return obtained;
  try {
    return await refusing(() => lookInto(obtained, obtainer.store, keep, files));
  } finally {
    if (obtained.isTemporary) rmSync(obtained.path, {force: true});
  }
}

async function lookInto(
  {path, fetchedBytes}: Extract<Obtained, {result: 'file'}>,
  store: SymbolStore,
  keep: boolean,
  files: string[],
): Promise<Archive> {
  const found: {identity: Identity; name: string; file: string | null}[] = [];
  await withMembers(path, members => {
    for (const member of members) {
      const recognised = recognise(member);
      if (recognised === null) continue;
      const file = keep ? store.temporary() : null;
      if (file !== null) {
        writeFileSync(file, recognised.bytes);
        files.push(file);
      }
      found.push({identity: recognised.identity, name: member.name, file});
    }
  });
  let untold = fetchedBytes;
  return {
    result: 'opened',
    takeFetchedBytes() {
      const bytes = untold;
      untold = 0;
      return bytes;
    },
    find: wanted => found.find(({identity}) => isSameIdentity(identity, wanted)) ?? null,
  };
}

/** Null for a member that is no debug file, or cannot be read: others may be there. */
function recognise(member: PackedMember): {readonly identity: Identity; readonly bytes: Uint8Array} | null {
  try {
    if (!mayBeDebugFile(member.peek(32))) return null;
    const bytes = member.read(MAX_MEMBER_BYTES);
    const identity = recogniseDebugFile(memorySource(bytes), member.name);
    return identity && {identity, bytes};
  } catch (error) {
    if (error instanceof UnreadableError && error.unreadable.reason === 'unsupported') return null;
    throw error;
  }
}

async function withMembers<T>(path: string, use: (members: Iterable<PackedMember>) => T): Promise<T> {
  const {openArchive} = await import('../../symbols/containers/open-archive.ts');
  const file = openFile(path);
  const source = pagedSource(file);
  try {
    return use((await openArchive(source)).members());
  } finally {
    source.close?.();
    file.close();
  }
}

/** What cannot be read is refused, with the reader's reason. */
async function refusing<T>(
  work: () => Promise<T>,
): Promise<T | {readonly result: 'refused'; readonly why: string}> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableError) return {result: 'refused', why: error.unreadable.detail};
    if (error instanceof UserError) return {result: 'refused', why: error.what};
    throw error;
  }
}
