import {type FileEdit, insertText} from './file-edit.ts';
import {findList, type IsOurs, type JsoncEntry, type OwnList} from './jsonc-lists.ts';
import {type JsoncText, readJsonc, separators} from './jsonc-text.ts';
import {lineEndingOf, withLineEndings} from './text-of.ts';

/**
 * Puts entries into lists of a JSON file by inserting only: what is there keeps its bytes. `places`: how many entries of
 * the user's stand before ours in each list; at the end where it says nothing. A file that is not there yet is made with
 * `skeleton`.
 */
export function insertEntries(
  edit: FileEdit,
  lists: readonly OwnList[],
  {isOurs, places, skeleton}: {isOurs: IsOurs; places: ReadonlyMap<string, number>; skeleton: JsoncEntry},
): FileEdit {
  const wanted = lists.filter(({entries}) => entries.length > 0);
  if (edit.after.length === 0) {
    const whole = {...skeleton, ...Object.fromEntries(wanted.map(({key, entries}) => [key, entries]))};
    return insertText(edit, 0, `${JSON.stringify(whole, null, 2)}\n`);
  }
  let result = edit;
  for (const list of wanted) result = insertInto(result, list, isOurs, places.get(list.key));
  return result;
}

function insertInto(edit: FileEdit, list: OwnList, isOurs: IsOurs, place: number | undefined): FileEdit {
  const jsonc = readJsonc(edit.after, edit.path);
  const found = findList(jsonc, list, isOurs, edit.path);
  const unit = indentOf(jsonc.text);
  if (!found) {
    const {root} = jsonc;
    const lines = [`${JSON.stringify(list.key)}: [`, ...linesOf(list.entries, unit, unit), ']'];
    return insertBetween(edit, jsonc, {
      open: root.offset + 1,
      close: root.offset + root.length - 1,
      ends: (root.children ?? []).map(({offset, length}) => offset + length),
      starts: (root.children ?? []).map(({offset}) => offset),
      at: root.children?.length ?? 0,
      body: lines.join(`\n${unit}`),
      indent: unit,
      outer: '',
    });
  }
  const {node, children} = found;
  const outer = /[^\S\n]*/.exec(lineAt(jsonc.text, node.offset))?.[0] ?? '';
  return insertBetween(edit, jsonc, {
    open: node.offset + 1,
    close: node.offset + node.length - 1,
    ends: children.map(child => child.node.offset + child.node.length),
    starts: children.map(child => child.node.offset),
    at: Math.min(place ?? children.length, children.length),
    body: linesOf(list.entries, unit, '').join(`\n${outer}${unit}`),
    indent: outer + unit,
    outer,
  });
}

interface Place {
  /** Behind the opening bracket, and of the closing one. */
  readonly open: number;
  readonly close: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** How many elements stand before. */
  readonly at: number;
  readonly body: string;
  readonly indent: string;
  readonly outer: string;
}

/** Inserts elements and the commas that they need; a comment stays with the element that it is beside. */
function insertBetween(edit: FileEdit, {text}: JsoncText, place: Place): FileEdit {
  const {open, close, starts, ends, at, body, indent, outer} = place;
  const from = at === 0 ? open : (ends[at - 1] ?? open);
  const isLast = at === ends.length;
  const between = separators(text, from, isLast ? close : (starts[at] ?? close));
  const comma = between.find(({kind}) => kind === 'comma');
  const ending = lineEndingOf(edit.after);
  const bytes = (offset: number): number => Buffer.byteLength(text.slice(0, offset));
  // At the end behind all comments; else behind those on the line of the element before.
  const beside = between.filter(({start}) => !text.slice(from, start).includes('\n'));
  const position = (isLast ? between : beside).at(-1)?.end ?? from;
  const needsLine = isLast && !text.slice(position, close).includes('\n');
  const after = !isLast || (comma && ends.length > 0) ? ',' : '';
  const inserted = `\n${indent}${body}${after}${needsLine ? `\n${outer}` : ''}`;
  const result = insertText(edit, bytes(position), withLineEndings(inserted, ending));
  return isLast && at > 0 && !comma ? insertText(result, bytes(from), ',') : result;
}

/** The lines of the entries, with `before` before each, and commas between them. */
function linesOf(entries: readonly JsoncEntry[], unit: string, before: string): readonly string[] {
  return entries.flatMap((entry, at) => {
    const lines = JSON.stringify(entry, null, unit).split('\n');
    const comma = at < entries.length - 1 ? ',' : '';
    return lines.map((line, row) => `${before}${line}${row === lines.length - 1 ? comma : ''}`);
  });
}

/** What the first indented line begins with; two blanks where none is. */
function indentOf(text: string): string {
  return /^([\t ]+)\S/m.exec(text)?.[1] ?? '  ';
}

function lineAt(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1);
}
