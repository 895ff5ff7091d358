import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {insertText, startEdit} from '../../src/project/edits/file-edit.ts';
import {changeOf, parseJournal, planUndo} from '../../src/project/edits/journal.ts';
import {type ChangeFiles, localChangeFiles} from '../../src/system/change-files.ts';
import {JOURNAL_PATH, readJournal, recover, transact} from '../../src/system/journal.ts';
import {writeTree} from '../builders/tree.ts';
import {treeDigests} from '../compare/init/tree-digests.ts';

class Crash extends Error {}

/** Files that work `steps` times and then never again, as after a crash. */
function crashingAfter(steps: number, files: ChangeFiles): ChangeFiles {
  let left = steps;
  const counted =
    <A extends unknown[], R>(work: (...words: A) => R) =>
    (...words: A): R => {
      if (left === 0) throw new Crash();
      left -= 1;
      return work(...words);
    };
  return {
    ...files,
    replace: counted(files.replace),
    remove: counted(files.remove),
    makeFolder: counted(files.makeFolder),
    removeFolder: counted(files.removeFolder),
  };
}

const project = () => writeTree({'setup.py': 'import a\n', 'pyproject.toml': '[project]'});

const edits = ({read}: ChangeFiles) => [
  insertText(startEdit('setup.py', read('setup.py')), 0, '# >>> pyxdbg >>>\n'),
  insertText(startEdit('pyproject.toml', read('pyproject.toml')), 9, '\n[tool.pyxdbg]\n'),
  insertText(startEdit('.github/workflows/pyxdbg.yml', null), 0, 'on: push\n'),
];

const insert = (files: ChangeFiles, over: ChangeFiles = files) =>
  transact(over, {action: 'insert', steps: edits(files).map(changeOf)});
const undo = (files: ChangeFiles, over: ChangeFiles = files) =>
  transact(over, {action: 'remove', steps: planUndo(readJournal(files), files.read).steps});

test('undo gives back every byte, file and folder', async t => {
  const folder = project();
  const before = treeDigests(folder);
  const files = localChangeFiles(folder);
  await insert(files);
  t.is(readFileSync(join(folder, 'pyproject.toml'), 'utf8'), '[project]\n[tool.pyxdbg]\n');
  await undo(files);
  t.deepEqual(treeDigests(folder), before);
});

for (const action of ['insert', 'undo'] as const) {
  test(`${action}: a crash between any two steps is finished by the next run`, async t => {
    const reference = project();
    const files = localChangeFiles(reference);
    const old = treeDigests(reference);
    await insert(files);
    const written = treeDigests(reference);
    let crashes = 0;
    for (let steps = 0; ; steps += 1) {
      const folder = project();
      const here = localChangeFiles(folder);
      if (action === 'undo') await insert(here);
      const work = action === 'insert' ? insert : undo;
      const error = await work(here, crashingAfter(steps, here)).then(
        () => null,
        reason => reason,
      );
      if (error === null) break;
      t.true(error instanceof Crash, String(error));
      crashes += 1;
      const wasBegun = readJournal(here).pending !== null;
      t.deepEqual((await recover(here)) ?? [], []);
      const changed = treeDigests(folder);
      if (wasBegun) t.deepEqual(changed, action === 'insert' ? written : old, `after ${steps} steps`);
      else t.true([old, written].some(each => JSON.stringify(each) === JSON.stringify(changed)));
    }
    t.true(crashes >= 5);
  });
}

test('a file that changes between two runs is left alone and named', async t => {
  const folder = project();
  const files = localChangeFiles(folder);
  await t.throwsAsync(insert(files, crashingAfter(2, files)), {instanceOf: Crash});
  writeTree({'pyproject.toml': '[project]\nname = "new"\n'}, folder);
  t.deepEqual(await recover(files), ['pyproject.toml']);
  t.is(readFileSync(join(folder, 'pyproject.toml'), 'utf8'), '[project]\nname = "new"\n');
  t.deepEqual(
    readJournal(files).changes.map(({path}) => path),
    ['setup.py', '.github/workflows/pyxdbg.yml'],
  );
});

for (const path of ['../a', '/etc/a', 'a/../../b', 'C:\\a', '..\\a', '', './a', 'a//b']) {
  test(`a journal from elsewhere cannot name ${JSON.stringify(path)}`, t => {
    const change = {path, spans: [], before: null, after: null};
    const journal = {schemaVersion: 1, changes: [change], folders: [], pending: null};
    t.is(parseJournal(JSON.stringify(journal)), null);
    t.truthy(parseJournal(JSON.stringify({...journal, changes: [{...change, path: 'a/b'}]})));
  });
}

test('a journal that promises another content than its spans make changes nothing', async t => {
  const folder = project();
  const files = localChangeFiles(folder);
  const [edit] = edits(files);
  if (!edit) return t.fail();
  const change = {...changeOf(edit), spans: [{offset: 0, text: 'import evil\n'}]};
  const pending = {action: 'insert', steps: [change], folders: []};
  writeTree({[JOURNAL_PATH]: JSON.stringify({schemaVersion: 1, changes: [], folders: [], pending})}, folder);
  t.deepEqual(await recover(files), ['setup.py']);
  t.is(readFileSync(join(folder, 'setup.py'), 'utf8'), 'import a\n');
});

test('what is no journal is refused in a sentence', t => {
  const folder = writeTree({[JOURNAL_PATH]: '{"schemaVersion": 2}'});
  t.throws(() => readJournal(localChangeFiles(folder)), {
    message: /^\.pyxdbg\/journal\.json: is not a journal/,
  });
});

test('what somebody took out by hand is nothing to take back, and is told once', async t => {
  const folder = project();
  const files = localChangeFiles(folder);
  const before = readFileSync(join(folder, 'setup.py'), 'utf8');
  await insert(files);
  writeTree({'setup.py': before}, folder);
  const plan = planUndo(readJournal(files), files.read);
  t.deepEqual(plan.gone, ['setup.py']);
  t.deepEqual(plan.edited, []);
  await transact(files, {action: 'remove', steps: plan.steps});
  t.deepEqual(readJournal(files).changes, []);
  t.is(readFileSync(join(folder, 'setup.py'), 'utf8'), before);
});
