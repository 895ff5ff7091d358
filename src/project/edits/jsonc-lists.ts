import {isDeepStrictEqual} from 'node:util';
import {getNodeValue, type Node} from 'jsonc-parser';
import {UserError} from '../../errors.ts';
import type {Span} from './file-edit.ts';
import {type JsoncText, propertyValue, separators} from './jsonc-text.ts';

/** An entry of a list, as it stands in the file or should. */
export type JsoncEntry = Readonly<Record<string, unknown>>;

/** A list at the top of a JSON file, and those of its entries that are ours. */
export interface OwnList {
  /** Such as `configurations`. */
  readonly key: string;
  /** The key that names an entry: `name`, `label`, `id`. */
  readonly nameKey: string;
  readonly entries: readonly JsoncEntry[];
}

/** Whether an entry is ours, by its name. */
export type IsOurs = (name: string) => boolean;

/** A list as the file has it. */
interface FoundList {
  readonly node: Node;
  readonly children: readonly {readonly node: Node; readonly isOurs: boolean}[];
}

/** The list of this key; null where the file has none. Throws a UserError where it is no list. */
export function findList(
  {root}: JsoncText,
  {key, nameKey}: Pick<OwnList, 'key' | 'nameKey'>,
  isOurs: IsOurs,
  path: string,
): FoundList | null {
  const node = propertyValue(root, key);
  if (!node) return null;
  if (node.type !== 'array') {
    throw new UserError({what: `\`${key}\` is no list`, where: path, advice: 'mend it, or move it away'});
  }
  const children = (node.children ?? []).map(child => {
    const name: unknown = child.type === 'object' ? propertyValue(child, nameKey)?.value : undefined;
    return {node: child, isOurs: typeof name === 'string' && isOurs(name)};
  });
  return {node, children};
}

/** Whether a file has these entries of ours, in any order, and no other ones of ours. */
export function hasEntries(
  jsonc: JsoncText,
  lists: readonly OwnList[],
  isOurs: IsOurs,
  path: string,
): boolean {
  return lists.every(list => {
    const found = findList(jsonc, list, isOurs, path)?.children.filter(child => child.isOurs) ?? [];
    const values: readonly unknown[] = found.map(({node}) => getNodeValue(node));
    return (
      values.length === list.entries.length &&
      list.entries.every(entry => values.some(value => isDeepStrictEqual(value, entry)))
    );
  });
}

/**
 * What to take out of a file so that no entry of ours is left in a list, with the commas that go with them. Comments
 * stay. Offsets are in characters.
 */
export function ownRanges(
  {text}: JsoncText,
  {node, children}: FoundList,
): readonly {readonly start: number; readonly end: number}[] {
  const ranges: {start: number; end: number}[] = [];
  const close = node.offset + node.length - 1;
  const endOf = (at: number): number => {
    const child = children[at]?.node;
    return child ? child.offset + child.length : node.offset + 1;
  };
  const startOf = (at: number): number => children[at]?.node.offset ?? close;
  const between = (at: number) => separators(text, endOf(at), startOf(at + 1));
  for (const [at, child] of children.entries()) {
    if (!child.isOurs) continue;
    const start = between(at - 1).at(-1)?.end ?? endOf(at - 1);
    const comma = between(at).find(({kind}) => kind === 'comma');
    ranges.push({start, end: comma?.end ?? endOf(at)});
  }
  // Without a comma behind the last one, the comma that came before ours goes too.
  const lastKept = children.findLastIndex(({isOurs}) => !isOurs);
  const endsInComma = between(children.length - 1).some(({kind}) => kind === 'comma');
  if (lastKept >= 0 && lastKept < children.length - 1 && !endsInComma) {
    const comma = between(lastKept).find(({kind}) => kind === 'comma');
    if (comma) ranges.push({start: comma.start, end: comma.end});
  }
  return ranges.sort((one, other) => one.start - other.start);
}

/** Ranges in characters as spans, which count bytes. */
export function spansOf(
  text: string,
  ranges: readonly {readonly start: number; readonly end: number}[],
): readonly Span[] {
  return ranges.map(({start, end}) => ({
    offset: Buffer.byteLength(text.slice(0, start)),
    text: text.slice(start, end),
  }));
}
