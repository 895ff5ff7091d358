import {isDeepStrictEqual} from 'node:util';
import {type ParseError, parse} from 'jsonc-parser';
import {digestOf} from './digest.ts';
import {type FileEdit, isChange, locateSpans, removeSpans, type Span, startEdit} from './file-edit.ts';
import type {Change} from './journal.ts';
import {insertEntries} from './jsonc-insert.ts';
import {
  findList,
  hasEntries,
  type IsOurs,
  type JsoncEntry,
  type OwnList,
  ownRanges,
  spansOf,
} from './jsonc-lists.ts';
import {readJsonc} from './jsonc-text.ts';

/** A file that has entries of ours beside the user's. */
export interface EntriesFile {
  readonly path: string;
  /** What a new file begins with. */
  readonly skeleton: JsoncEntry;
  readonly lists: readonly OwnList[];
}

/** How a file changes: what is ours goes, then what shall be ours comes. */
export interface EntriesPlan {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  /** Null where nothing of ours is there. */
  readonly removal: Change | null;
  /** Null where nothing of ours shall be there. */
  readonly insertion: FileEdit | null;
}

/**
 * Plans that a file holds exactly these entries of ours; without lists none. The user's bytes stay. `recorded`: what the
 * journal says of the file, by which a former state comes back exactly; entries that were edited since, or came from
 * elsewhere, are known by their names. Null where nothing changes. Throws a UserError for a file that is no JSON.
 */
export function planEntries(
  {path, skeleton, lists}: EntriesFile,
  current: Uint8Array | null,
  {recorded, isOurs, isUndo}: {recorded: readonly Change[]; isOurs: IsOurs; isUndo: boolean},
): EntriesPlan | null {
  if (current === null) {
    if (isUndo) return null;
    const edit = insertEntries(startEdit(path, null), lists, {isOurs, places: new Map(), skeleton});
    return {path, before: null, after: edit.after, removal: null, insertion: edit};
  }
  const jsonc = readJsonc(current, path);
  if (!isUndo && hasEntries(jsonc, lists, isOurs, path)) return null;
  const places = new Map(
    lists.flatMap(list => {
      const children = findList(jsonc, list, isOurs, path)?.children ?? [];
      const first = children.findIndex(child => child.isOurs);
      return first < 0 ? [] : [[list.key, first] as const];
    }),
  );
  const own = ownSpans({path, skeleton, lists}, current, recorded, isOurs);
  const rest = removeSpans(current, own);
  const base = rest.length === 0 ? null : rest;
  const removal: Change | null =
    own.length === 0 ? null : {path, spans: [...own], before: digestOf(current), after: digestOf(base)};
  if (isUndo) return removal && {path, before: current, after: base, removal, insertion: null};
  const edit = insertEntries(startEdit(path, base), lists, {isOurs, places, skeleton});
  if (Buffer.compare(edit.after, current) === 0) return null;
  return {path, before: current, after: edit.after, removal, insertion: isChange(edit) ? edit : null};
}

/** What is ours in a file; all of it where we made it and nobody else has added to it. */
function ownSpans(
  {path, skeleton, lists}: EntriesFile,
  current: Uint8Array,
  recorded: readonly Change[],
  isOurs: IsOurs,
): readonly Span[] {
  const whole = {offset: 0, text: Buffer.from(current).toString('utf8')};
  const wasMade = recorded[0]?.before === null;
  if (wasMade && digestOf(current) === recorded.at(-1)?.after) return [whole];
  const located = wasMade
    ? []
    : locateSpans(
        current,
        recorded.flatMap(({spans}) => spans),
      );
  const found = located.filter(span => span !== null);
  const isWhole = found.length > 0 && found.length === located.length;
  if (isWhole && isSameToUser(current, removeSpans(current, found), {path, lists, isOurs})) return found;
  const jsonc = readJsonc(current, path);
  const ranges = lists.flatMap(list => {
    const list_ = findList(jsonc, list, isOurs, path);
    return list_ ? ownRanges(jsonc, list_) : [];
  });
  const spans = spansOf(
    jsonc.text,
    ranges.sort((one, other) => one.start - other.start),
  );
  return wasMade && isBare(removeSpans(current, spans), skeleton, lists) ? [whole] : spans;
}

/** Whether taking these bytes out of a file took our entries out and nothing else: its user may have added between them. */
function isSameToUser(
  current: Uint8Array,
  rest: Uint8Array,
  {path, lists, isOurs}: {path: string; lists: readonly OwnList[]; isOurs: IsOurs},
): boolean {
  const [before, after] = [current, rest].map(bytes => {
    const problems: ParseError[] = [];
    const value: unknown = parse(Buffer.from(bytes).toString('utf8'), problems, {allowTrailingComma: true});
    return problems.length > 0 ? null : withoutOurs(value, lists, isOurs);
  });
  const none = lists.map(list => ({...list, entries: []}));
  return (
    after !== null &&
    isDeepStrictEqual(before, after) &&
    hasEntries(readJsonc(rest, path), none, isOurs, path)
  );
}

/** What a file says, but for our entries; an empty list is as good as none. */
function withoutOurs(value: unknown, lists: readonly OwnList[], isOurs: IsOurs): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const list = lists.find(one => one.key === key);
      if (!list || !Array.isArray(member)) return [[key, member]];
      const kept = member.filter(each => !isOurs(String(each?.[list.nameKey] ?? '')));
      return kept.length === 0 ? [] : [[key, kept]];
    }),
  );
}

/** Whether nothing is left but the skeleton and empty lists: no word of the user's, in comments either. */
function isBare(rest: Uint8Array, skeleton: JsoncEntry, lists: readonly OwnList[]): boolean {
  const squeeze = (text: string): string => text.replaceAll(/\s/g, '');
  const empty = {...skeleton, ...Object.fromEntries(lists.map(({key}) => [key, []]))};
  const text = squeeze(Buffer.from(rest).toString('utf8'));
  return [skeleton, empty].some(value => squeeze(JSON.stringify(value)) === text);
}
