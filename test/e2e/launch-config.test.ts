import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv} from 'ajv';
import test from 'ava';
import {toolNamed} from '../builders/tools.ts';
import {type Tree, writeTree} from '../builders/tree.ts';
import {treeDigests} from '../compare/init/tree-digests.ts';
import {pyxdbgOn} from './program.ts';

const run = pyxdbgOn(process.execPath);
const hasPython = toolNamed('python3') !== null;
const withPython = hasPython ? test : test.skip;
const title = (text: string): string => (hasPython ? text : `${text} (skipped: no python3)`);

const SETUP_PY = 'from setuptools import Extension, setup\nsetup(ext_modules=[Extension("a", ["a.c"])])\n';
const project = (more: Tree = {}): string => writeTree({'setup.py': SETUP_PY, 'a.c': '', ...more});

const isValid = new Ajv({strict: true, strictTypes: false}).compile(
  JSON.parse(readFileSync(new URL('../../schema/launch-config.schema.json', import.meta.url), 'utf8')),
);

/** The document of a run with `--json`. */
async function json(folder: string, ...words: readonly string[]) {
  const {status, stdout, stderr} = await run(['launch-config', '--json', ...words], {cwd: folder});
  const document: {files: string[]; findings: unknown[]; target: string | null; dryRun: boolean} =
    JSON.parse(stdout);
  return {status, stderr, document, isValid: isValid(document)};
}

withPython(title('--json is a document of its schema, whatever is done'), async t => {
  const folder = project();
  const before = treeDigests(folder);
  const looked = await json(folder, '--dry-run');
  t.like(looked, {status: 0, stderr: '', isValid: true});
  t.true(looked.document.dryRun);
  t.deepEqual(treeDigests(folder), before);
  const written = await json(folder);
  t.like(written, {status: 0, isValid: true});
  t.deepEqual(written.document.files, looked.document.files);
  for (const file of written.document.files) t.true(existsSync(join(folder, file)), file);
  t.deepEqual((await json(folder)).document.files, []);
  const checked = await json(folder, '--check');
  t.like(checked, {status: 1, isValid: true});
  t.true(checked.document.findings.length > 0);
  const undone = await json(folder, '--undo');
  t.like(undone, {status: 0, isValid: true});
  t.true(undone.document.files.includes('.vscode/launch.json'));
  t.deepEqual(treeDigests(folder), before);
});

for (const [name, tree, expected] of [
  ['its tests', {'tests/test_a.py': '', 'app.py': ''}, '-m pytest tests'],
  ['a script with a name that says so', {'tests/data.txt': '', 'demo.py': '', 'other.py': ''}, 'demo.py'],
  ['the file that is open', {'other.py': ''}, `$${'{file}'}`],
] as const) {
  withPython(title(`without a target a project starts ${name}`), async t => {
    t.is((await json(project(tree), '--dry-run')).document.target, expected);
  });
}

withPython(title('pytest as target is a script where there is one of that name'), async t => {
  t.is(
    (await json(project(), '--dry-run', '--target', 'pytest', '--', '-x')).document.target,
    '-m pytest -x',
  );
  t.is((await json(project({pytest: ''}), '--dry-run', '--target', 'pytest')).document.target, 'pytest');
});

for (const [words, expected] of [
  [['--target', 'none.py'], /^pyxdbg: --target none\.py: is no script in the project; /],
  [['--target', 'a', '-m', 'b'], /--module/],
  [['--for', 'emacs'], /--for/],
  [['--check', '--undo'], /--undo/],
  [['--project', 'none'], /^pyxdbg: none: is no folder/],
] as const) {
  withPython(title(`a wrong call is one sentence: ${words.join(' ')}`), async t => {
    const {status, stderr} = await run(['launch-config', ...words], {cwd: project()});
    t.is(status, 2);
    t.regex(stderr, expected);
  });
}

withPython(title('what cannot be written leaves everything as it was'), async t => {
  const folder = project({'.vscode/launch.json': '{', '.vscode/tasks.json': '{}'});
  const before = treeDigests(folder);
  const {status, stderr} = await run(['launch-config'], {cwd: folder});
  t.is(status, 2);
  t.regex(stderr, /^pyxdbg: \.vscode\/launch\.json:1: is not valid JSON: [^\n]*\n$/);
  t.deepEqual(treeDigests(folder), before);
  const other = project();
  mkdirSync(join(other, '.vscode/launch.json'), {recursive: true});
  t.is((await run(['launch-config'], {cwd: other})).status, 2);
});
