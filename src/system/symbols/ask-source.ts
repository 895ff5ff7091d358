import {rmSync} from 'node:fs';
import type {Identity} from '../../symbols/identity.ts';
import type {Candidate, GuardedCandidate, Place, SourceName} from '../../symbols/source.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import type {Attempt} from '../../symbols/verdict.ts';
import type {PackageIndex} from './apt-index.ts';
import {shownUrl} from './http.ts';
import {isFile, type Obtainer, obtain} from './obtain.ts';
import {followPointer} from './pointer-file.ts';
import {keepInFolder} from './symbol-store.ts';
import type {Unpacker} from './unpack.ts';
import {verifyFile} from './verify-file.ts';

/** What asking a source needs. */
export interface AskContext {
  /** `look` puts nothing into the store and asks no server; `fetch` gets what it can. */
  readonly mode: 'look' | 'fetch';
  readonly obtainer: Obtainer;
  readonly unpacker: Unpacker;
  readonly packages: PackageIndex;
}

/** What has been learnt of one binary so far. */
export interface Inquiry {
  readonly subject: SymbolSubject;
  readonly identity: Identity;
  readonly attempts: Attempt[];
  readonly mayBeIn: {source: SourceName; where: string}[];
  readonly packages: {name: string; version: string}[];
  fetchedBytes: number;
}

/** Debug information that matches. */
export interface Found {
  /** On this machine; null where it was seen in an archive and left there. */
  readonly file: string | null;
  /** Path or URL. */
  readonly from: string;
}

/** Candidates that are files to be got, whole or packed. */
type Gettable = Extract<Candidate, {kind: 'plain' | 'packed'}>;

/** Asks one place; null where it does not have what is wanted, which then stands in the attempts. */
export async function ask(
  source: SourceName,
  {candidate, onlyIf, keepIn}: GuardedCandidate,
  inquiry: Inquiry,
  context: AskContext,
): Promise<Found | null> {
  if (candidate.kind === 'package') {
    const package_ = await context.packages.find(candidate.buildId);
    if (package_) inquiry.packages.push(package_);
    return null;
  }
  if (candidate.kind === 'file') return useFile(candidate.path, source, inquiry);
  if (context.mode === 'look' && candidate.place.at === 'url') {
    // Of a server's places the first is enough to say where it may be.
    const isKnown = inquiry.mayBeIn.some(one => one.source === source);
    if (!isKnown) inquiry.mayBeIn.push({source, where: shown(candidate.place)});
    return null;
  }
  if (onlyIf !== null && !(await isThere(onlyIf, context.obtainer))) return null;
  const gettable = candidate.kind === 'pointer' ? pointedAt(source, candidate.place, inquiry) : candidate;
  if (gettable === null) return null;
  const found = await get(source, gettable, inquiry, context);
  if (found?.file && context.mode === 'fetch') {
    for (const folder of keepIn) keepInFolder(found.file, inquiry.identity, folder);
  }
  return found;
}

function useFile(path: string, source: SourceName, inquiry: Inquiry): Found | null {
  if (!isFile(path) || !isRight(path, source, {at: 'path', path}, inquiry)) return null;
  return {file: path, from: path};
}

/** What a `file.ptr` names; null where there is none, or none that is followed. */
function pointedAt(source: SourceName, place: Place, inquiry: Inquiry): Gettable | null {
  const target = place.at === 'path' ? followPointer(place.path) : null;
  if (target === null || 'kind' in target) return target;
  note(inquiry, source, place, 'refused', target.why);
  return null;
}

async function get(
  source: SourceName,
  candidate: Gettable,
  inquiry: Inquiry,
  context: AskContext,
): Promise<Found | null> {
  const {place} = candidate;
  if (candidate.kind === 'packed' && candidate.packing === 'archive') {
    return inArchive(source, place, inquiry, context);
  }
  const {obtainer, unpacker} = context;
  let obtained = await obtain(place, obtainer);
  if (obtained.result === 'file') inquiry.fetchedBytes += obtained.fetchedBytes;
  if (obtained.result === 'file' && candidate.kind === 'packed')
    obtained = await unpacker.single(obtained, obtainer.store);
  if (obtained.result !== 'file') {
    note(inquiry, source, place, obtained.result, obtained.result === 'absent' ? null : obtained.why);
    return null;
  }
  const {path, isTemporary} = obtained;
  if (!isRight(path, source, place, inquiry)) {
    if (isTemporary) rmSync(path, {force: true});
    return null;
  }
  const {identity} = inquiry;
  const {store} = obtainer;
  if (isTemporary) return {file: store.place(path, identity), from: shown(place)};
  return {file: context.mode === 'look' ? path : store.placeCopy(path, identity), from: shown(place)};
}

async function inArchive(
  source: SourceName,
  place: Place,
  inquiry: Inquiry,
  {unpacker, obtainer, mode}: AskContext,
): Promise<Found | null> {
  const archive = await unpacker.archive(place, obtainer);
  if (archive.result !== 'opened') {
    note(inquiry, source, place, archive.result, archive.result === 'absent' ? null : archive.why);
    return null;
  }
  inquiry.fetchedBytes += archive.takeFetchedBytes();
  const member = archive.find(inquiry.identity);
  if (member === null) {
    note(inquiry, source, place, 'absent', 'none of its members matches');
    return null;
  }
  const from = `${shown(place)}: ${member.name}`;
  if (mode === 'look' || member.file === null) return {file: null, from};
  if (!isRight(member.file, source, place, inquiry)) return null;
  return {file: obtainer.store.placeCopy(member.file, inquiry.identity), from};
}

/** Whether the file is the right one; else it is noted why not. */
function isRight(path: string, source: SourceName, place: Place, inquiry: Inquiry): boolean {
  const verification = verifyFile(path, inquiry.identity);
  if (!verification.matches) note(inquiry, source, place, 'mismatched', verification.why);
  return verification.matches;
}

function note(
  {attempts}: Inquiry,
  source: SourceName,
  place: Place,
  result: Attempt['result'],
  detail: string | null,
): void {
  attempts.push({source, where: shown(place), result, detail});
}

function shown(place: Place): string {
  return place.at === 'url' ? shownUrl(place.url) : place.path;
}

/** Of each run: whether the `index2.txt` of a store is there. */
const presence = new WeakMap<Obtainer, Map<string, Promise<boolean>>>();

function isThere(place: Place, obtainer: Obtainer): Promise<boolean> {
  const answers = presence.get(obtainer) ?? new Map<string, Promise<boolean>>();
  presence.set(obtainer, answers);
  const key = shown(place);
  const answer =
    answers.get(key) ??
    obtain(place, obtainer).then(obtained => {
      if (obtained.result === 'file' && obtained.isTemporary) rmSync(obtained.path, {force: true});
      return obtained.result === 'file';
    });
  answers.set(key, answer);
  return answer;
}
