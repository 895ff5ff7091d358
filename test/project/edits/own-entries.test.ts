import test from 'ava';
import {type ParseError, parse} from 'jsonc-parser';
import {UserError} from '../../../src/errors.ts';
import {removeSpans} from '../../../src/project/edits/file-edit.ts';
import {insertSpans} from '../../../src/project/edits/insert-spans.ts';
import {type Change, changeOf} from '../../../src/project/edits/journal.ts';
import type {OwnList} from '../../../src/project/edits/jsonc-lists.ts';
import {type EntriesPlan, planEntries} from '../../../src/project/edits/own-entries.ts';

const PATH = '.vscode/launch.json';
const isOurs = (name: string): boolean => name.startsWith('own: ');
const lists = (...values: readonly number[]): readonly OwnList[] => [
  {
    key: 'configurations',
    nameKey: 'name',
    entries: values.map(value => ({name: `own: ${value}`, args: ['ü', {deep: [value]}], empty: []})),
  },
  {key: 'compounds', nameKey: 'name', entries: [{name: 'own: both', configurations: ['own: 1']}]},
];
const skeleton = {version: '0.2.0', configurations: []};
const file = (...values: readonly number[]) => ({path: PATH, skeleton, lists: lists(...values)});

function plan(
  text: string | null,
  recorded: readonly Change[],
  ...values: readonly number[]
): EntriesPlan | null {
  const bytes = text === null ? null : Buffer.from(text);
  return planEntries(file(...values), bytes, {recorded, isOurs, isUndo: false});
}

function undone(text: string, recorded: readonly Change[]): string | null {
  const result = planEntries(
    {path: PATH, skeleton, lists: lists().map(list => ({...list, entries: []}))},
    Buffer.from(text),
    {recorded, isOurs, isUndo: true},
  );
  return result === null ? text : result.after === null ? null : Buffer.from(result.after).toString();
}

/** The text after a plan, by the very steps that the journal takes. */
function written(text: string | null, result: EntriesPlan | null): string {
  if (result === null) return text ?? '';
  let bytes: Uint8Array = Buffer.from(text ?? '');
  if (result.removal) bytes = removeSpans(bytes, result.removal.spans);
  if (result.insertion) bytes = insertSpans(bytes, result.insertion.spans);
  return Buffer.from(bytes).toString();
}

const recordOf = (result: EntriesPlan | null): readonly Change[] =>
  result?.insertion ? [changeOf(result.insertion)] : [];

function read(text: string): {configurations: {name: string}[]; compounds?: {name: string}[]} {
  const errors: ParseError[] = [];
  const value = parse(text, errors, {allowTrailingComma: true});
  if (errors.length > 0) throw new Error(`no JSONC any more: ${text}`);
  return value;
}

/** Files as people have them. */
const FILES: Readonly<Record<string, string>> = {
  'what VS Code begins with': '{\n    "version": "0.2.0",\n    "configurations": []\n}\n',
  'an entry, two blanks':
    '{\n  "version": "0.2.0",\n  "configurations": [\n    {"name": "mine", "type": "x"}\n  ]\n}\n',
  'a trailing comma': '{\n\t"configurations": [\n\t\t{\n\t\t\t"name": "mine",\n\t\t},\n\t],\n}\n',
  'comments everywhere':
    '// top\n{\n  // before\n  "configurations": [ // beside the bracket\n    // above mine\n    {"name": "mine"} // beside mine\n    // below mine\n  ] /* after */,\n  // "compounds": []\n}\n// end',
  'a comment behind the comma':
    '{\n  "configurations": [\n    {"name": "mine"}, // beside\n    {"name": "other"}, /* last */\n  ]\n}',
  'one line': '{"configurations":[{"name":"mine"}],"compounds":[]}',
  'no lists at all': '{\n  "version": "0.2.0" // c\n}\n',
  'an empty object': '{}',
  CRLF: '{\r\n  "version": "0.2.0",\r\n  "configurations": [\r\n    {"name": "mine"}\r\n  ]\r\n}\r\n',
  'letters of two bytes': '{\n  // größe\n  "configurations": [\n    {"name": "größe"} // é\n  ]\n}\n',
  'brackets and commas in texts': '{"configurations": [{"name": "a],}//\\"", "x": "/* , */"} ]}',
};

for (const [name, text] of Object.entries(FILES)) {
  test(`entries are added, changed and taken out of a file with ${name}`, t => {
    const before = read(text);
    const mine = (before.configurations ?? []).map(each => each.name);
    const first = plan(text, [], 1, 2);
    const once = written(text, first);
    t.deepEqual(
      read(once).configurations.map(each => each.name),
      [...mine, 'own: 1', 'own: 2'],
    );
    t.deepEqual(read(once).configurations.slice(0, mine.length), before.configurations ?? []);
    t.deepEqual<unknown, unknown>(read(once).configurations.at(-1), lists(2)[0]?.entries[0]);
    t.deepEqual(
      read(once).compounds?.map(each => each.name),
      ['own: both'],
    );
    // Nothing of the user's bytes is gone or moved.
    let from = 0;
    for (const character of text) {
      const at = once.indexOf(character, from);
      t.true(at >= from, `${character} is gone`);
      from = at + 1;
    }
    if (text.includes('\r\n')) t.notRegex(once, /[^\r]\n/);
    t.is(plan(once, recordOf(first), 1, 2), null, 'a second run');

    t.is(undone(once, recordOf(first)), text, 'undone by the journal');
    t.deepEqual(read(undone(once, []) ?? '').configurations?.map(each => each.name) ?? [], mine);

    const second = plan(once, recordOf(first), 3);
    const changed = written(once, second);
    t.deepEqual(
      read(changed).configurations.map(each => each.name),
      [...mine, 'own: 3'],
    );
    t.is(undone(changed, recordOf(second)), text, 'undone after a change');

    // Without a journal, as in another checkout.
    const elsewhere = plan(once, [], 3);
    t.deepEqual(
      read(written(once, elsewhere)).configurations.map(each => each.name),
      [...mine, 'own: 3'],
    );
  });
}

test('ours stay where they are among entries that the user added since', t => {
  const first = plan(FILES['an entry, two blanks'] ?? '', [], 1, 2);
  const once = written(FILES['an entry, two blanks'] ?? '', first);
  const added = once.replace(/("own: 2"[\s\S]*?\n {4}\})/, '$1,\n    // a new one\n    {"name": "added"}');
  t.deepEqual(
    read(added).configurations.map(each => each.name),
    ['mine', 'own: 1', 'own: 2', 'added'],
  );
  t.is(plan(added, recordOf(first), 1, 2), null);
  const changed = written(added, plan(added, recordOf(first), 4, 5));
  t.deepEqual(
    read(changed).configurations.map(each => each.name),
    ['mine', 'own: 4', 'own: 5', 'added'],
  );
  t.regex(changed, /\/\/ a new one\n {4}\{"name": "added"\}/);
  t.deepEqual(
    read(undone(changed, []) ?? '').configurations.map(each => each.name),
    ['mine', 'added'],
  );
});

test('an entry of ours that was edited is made what it should be, and goes with undo', t => {
  const text = FILES['a trailing comma'] ?? '';
  const first = plan(text, [], 1);
  const edited = written(text, first).replace('"own: 1",', '"own: 1", // edited\n"x": 1,');
  const again = plan(edited, recordOf(first), 1);
  t.deepEqual(
    read(written(edited, again)).configurations.map(each => each.name),
    ['mine', 'own: 1'],
  );
  t.notRegex(written(edited, again), /"x": 1/);
  t.deepEqual(
    read(undone(edited, recordOf(first)) ?? '').configurations.map(each => each.name),
    ['mine'],
  );
});

test('a file that we made goes with undo, unless the user added to it', t => {
  const first = plan(null, [], 1);
  const text = written(null, first);
  t.deepEqual(
    read(text).configurations.map(each => each.name),
    ['own: 1'],
  );
  t.is(plan(text, recordOf(first), 1), null);
  t.is(undone(text, recordOf(first)), null);
  // Its layout alone is nobody's work.
  t.is(undone(text.replaceAll('\n', '\n '), recordOf(first)), null);
  const added = text.replace('"configurations": [', '"configurations": [\n    {"name": "added"},');
  t.deepEqual(
    read(undone(added, recordOf(first)) ?? '').configurations.map(each => each.name),
    ['added'],
  );
  const noted = text.replace('"version"', '// a word\n  "version"');
  t.regex(undone(noted, recordOf(first)) ?? '', /a word/);
});

for (const [name, text, line] of [
  ['a bracket is missing', '{\n  "configurations": [\n', 3],
  ['there is no comma', '{\n  "a": 1\n  "b": 2\n}', 3],
  ['it is empty', '', 1],
  ['it is a merge conflict', '{\n<<<<<<< HEAD\n}\n', 2],
] as const) {
  test(`nothing is written where ${name}, and one sentence says so`, t => {
    const error = t.throws(() => plan(text, [], 1), {instanceOf: UserError});
    t.regex(error?.message ?? '', new RegExp(`^\\.vscode/launch\\.json:${line}: is not valid JSON: `));
    t.notRegex(error?.message ?? '', /\n/);
  });
}

for (const [name, text] of [
  ['a list', '[]'],
  ['a list of another kind', '{"configurations": {}}'],
  ['one that begins with a byte order mark', '\ufeff{}'],
] as const) {
  test(`nothing is written into ${name}`, t => {
    t.throws(() => plan(text, [], 1), {instanceOf: UserError});
  });
}

test('nothing is written into a file that is not UTF-8', t => {
  t.throws(
    () => planEntries(file(1), Buffer.from([0x7b, 0xe9, 0x7d]), {recorded: [], isOurs, isUndo: false}),
    {
      instanceOf: UserError,
    },
  );
});
