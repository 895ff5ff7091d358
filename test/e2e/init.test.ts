import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {type Tree, writeTree} from '../builders/tree.ts';
import {treeDigests} from '../compare/init/tree-digests.ts';
import {pyxdbgOn} from './program.ts';

const run = pyxdbgOn(process.execPath);
const hasPython = toolNamed('python3') !== null;
const testWithPython = hasPython ? test : test.skip;
const needsPython = hasPython ? '' : ' (no python3 here)';

const SETUP_PY =
  '"""Mini."""\nfrom setuptools import Extension, setup\n\nsetup(ext_modules=[Extension("a", ["a.c"])])\n';
const PYPROJECT = '[build-system]\nrequires = ["setuptools"]  # enough\n';

const project = (more: Tree = {}): string =>
  writeTree({'setup.py': SETUP_PY, 'pyproject.toml': PYPROJECT, 'a.c': '', '.git/HEAD': '', ...more});
const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'latin1');

test('init --yes writes the settings and the ignored folder, and patches nothing', async t => {
  const folder = project();
  const {status, stdout, stderr} = await run(['init', '--yes'], {cwd: folder});
  t.deepEqual({status, stderr}, {status: 0, stderr: ''});
  t.is(read(folder, 'setup.py'), SETUP_PY);
  t.true(read(folder, 'pyproject.toml').startsWith(`${PYPROJECT}\n[tool.pyxdbg]\n`));
  t.regex(read(folder, '.gitignore'), /^\.pyxdbg\/$/m);
  t.false(existsSync(join(folder, '.github')));
  t.regex(stdout, /^\+\[tool\.pyxdbg\]$/m);
  // What it wrote is a configuration that check-abi reads.
  t.is((await run(['check-abi', '.'], {cwd: folder})).status, 0);
});

test('where nobody can be asked it shows the diff, changes nothing and ends with 2', async t => {
  const folder = project();
  const before = treeDigests(folder);
  const {status, stdout, stderr} = await run(['init'], {cwd: folder});
  t.is(status, 2);
  t.regex(stdout, /^\+\[tool\.pyxdbg\]$/m);
  t.regex(stderr, /^pyxdbg: nothing was written.*--yes.*\n$/);
  t.deepEqual(treeDigests(folder), before);
});

test('--dry-run shows the diff, changes nothing and ends with 0', async t => {
  const folder = project();
  const before = treeDigests(folder);
  const {status, stdout} = await run(['init', '--dry-run', '--ci', 'gitlab'], {cwd: folder});
  t.is(status, 0);
  t.regex(stdout, /^\+\+\+ b\/\.gitlab\/pyxdbg\.yml$/m);
  t.deepEqual(treeDigests(folder), before);
});

testWithPython(`a second run has nothing to do${needsPython}`, async t => {
  const folder = project();
  const words = ['init', '--yes', '--patch', 'auto', '--ci', 'github'];
  await run(words, {cwd: folder});
  const written = treeDigests(folder);
  const {status, stdout} = await run(words, {cwd: folder});
  t.is(status, 0);
  t.regex(stdout, /^Nothing to do/m);
  t.deepEqual(treeDigests(folder), written);
});

testWithPython(`a later run may add to an earlier one, and undo takes both back${needsPython}`, async t => {
  const folder = project();
  const before = treeDigests(folder);
  await run(['init', '--yes'], {cwd: folder});
  await run(['init', '--yes', '--patch', 'setup.py', '--ci', 'gitlab'], {cwd: folder});
  t.regex(read(folder, 'setup.py'), /PYXDBG_DEBUG/);
  const {status, stderr} = await run(['init', '--undo'], {cwd: folder});
  t.deepEqual({status, stderr}, {status: 0, stderr: ''});
  t.deepEqual(treeDigests(folder), before);
});

testWithPython(`undo keeps what was edited elsewhere${needsPython}`, async t => {
  const folder = project();
  await run(['init', '--yes', '--patch', 'auto'], {cwd: folder});
  for (const path of ['setup.py', 'pyproject.toml', '.gitignore']) {
    writeFileSync(join(folder, path), `# mine\n${read(folder, path)}# mine too\n`);
  }
  const {status} = await run(['init', '--undo'], {cwd: folder});
  t.is(status, 0);
  t.is(read(folder, 'setup.py'), `# mine\n${SETUP_PY}# mine too\n`);
  t.is(read(folder, 'pyproject.toml'), `# mine\n${PYPROJECT}# mine too\n`);
  t.is(read(folder, '.gitignore'), '# mine\n# mine too\n');
});

testWithPython(`undo names what was edited of ours, and leaves that file${needsPython}`, async t => {
  const folder = project();
  await run(['init', '--yes', '--patch', 'auto'], {cwd: folder});
  const edited = read(folder, 'setup.py').replace('"-g3"', '"-g2"');
  writeFileSync(join(folder, 'setup.py'), edited);
  const first = await run(['init', '--undo'], {cwd: folder});
  t.is(first.status, 1);
  t.regex(first.stderr, /^pyxdbg: setup\.py:3: what init wrote was edited since/m);
  t.is(read(folder, 'setup.py'), edited);
  t.is(read(folder, 'pyproject.toml'), PYPROJECT);
  // Once the passage is what it was, it can be taken back.
  writeFileSync(join(folder, 'setup.py'), edited.replace('"-g2"', '"-g3"'));
  t.is((await run(['init', '--undo'], {cwd: folder})).status, 0);
  t.is(read(folder, 'setup.py'), SETUP_PY);
  t.false(existsSync(join(folder, '.pyxdbg')));
});

test('undo where nothing was done says so', async t => {
  const {status, stdout} = await run(['init', '--undo'], {cwd: project()});
  t.is(status, 0);
  t.regex(stdout, /^Nothing to undo/);
});

testWithPython(`a setup.py that is no Python 3 is refused with its line${needsPython}`, async t => {
  const folder = project({'setup.py': 'from distutils.core import setup\nprint "2"\n'});
  const before = treeDigests(folder);
  const {status, stderr} = await run(['init', '--yes', '--patch', 'setup.py'], {cwd: folder});
  t.is(status, 2);
  t.regex(stderr, /^pyxdbg: setup\.py:2: is not patched: Python 3\.\d+ cannot read it/);
  t.deepEqual(treeDigests(folder), before);
});

test('a patch of pyproject.toml is refused where the backend has no conditions', async t => {
  const {status, stderr} = await run(['init', '--yes', '--patch', 'pyproject'], {cwd: project()});
  t.is(status, 2);
  t.regex(stderr, /^pyxdbg: --patch pyproject: cannot be done: .*setuptools.*pyxdbg build --debug/);
});

testWithPython(`Windows line endings and a latin-1 cookie come out as they were${needsPython}`, async t => {
  const setup = Buffer.from(`# -*- coding: latin-1 -*-\r\n"""Caf\xe9."""\r\nimport setuptools\r\n`, 'latin1');
  const folder = project({'setup.py': setup, 'pyproject.toml': '[project]\r\nname = "a"'});
  const before = treeDigests(folder);
  await run(['init', '--yes', '--patch', 'auto'], {cwd: folder});
  t.notRegex(read(folder, 'setup.py'), /[^\r]\n/);
  t.regex(read(folder, 'setup.py'), /PYXDBG_DEBUG/);
  t.is((await run(['init', '--undo'], {cwd: folder})).status, 0);
  t.deepEqual(treeDigests(folder), before);
});

test('a file that is read-only is refused, and nothing else is written', async t => {
  const folder = project();
  chmodSync(join(folder, 'pyproject.toml'), 0o444);
  const before = treeDigests(folder);
  const {status, stderr} = await run(['init', '--yes'], {cwd: folder});
  t.is(status, 2);
  t.regex(stderr, /^pyxdbg: pyproject\.toml: is read-only; make it writable/);
  t.deepEqual(treeDigests(folder), before);
});

test('a link within the project is followed, one that leaves it is refused', async t => {
  const inside = writeTree({'real/p.toml': PYPROJECT, 'setup.py': SETUP_PY});
  writeTree({'pyproject.toml': {linkTo: 'real/p.toml'}}, inside);
  t.is((await run(['init', '--yes'], {cwd: inside})).status, 0);
  t.regex(read(inside, 'real/p.toml'), /\[tool\.pyxdbg\]/);
  t.is((await run(['init', '--undo'], {cwd: inside})).status, 0);
  t.is(read(inside, 'real/p.toml'), PYPROJECT);

  const elsewhere = writeTree({'p.toml': PYPROJECT});
  const outside = writeTree({'setup.py': SETUP_PY, 'pyproject.toml': {linkTo: join(elsewhere, 'p.toml')}});
  const {status, stderr} = await run(['init', '--yes'], {cwd: outside});
  t.is(status, 2);
  t.regex(stderr, /^pyxdbg: pyproject\.toml: leads by a link to .*, outside of the project/);
  t.is(read(elsewhere, 'p.toml'), PYPROJECT);
});

test('an existing GitLab file gets one line, its own stay as they are', async t => {
  const gitlab = '# top\ninclude:\n  - local: a.yml # why\njob: {script: [make]}\n';
  const folder = project({'.gitlab-ci.yml': gitlab});
  t.is((await run(['init', '--yes'], {cwd: folder})).status, 0);
  t.is(read(folder, '.gitlab-ci.yml'), gitlab.replace('# why\n', '# why\n  - local: .gitlab/pyxdbg.yml\n'));
});

test('an empty folder is offered a project, and --undo takes it back', async t => {
  const folder = join(temporaryFolder(), 'my-ext');
  mkdirSync(folder);
  const asked = await run(['init', '--yes'], {cwd: folder});
  t.is(asked.status, 2);
  t.regex(asked.stderr, /is empty.*--template/);
  const {status, stderr} = await run(['init', '--yes', '--template', 'c'], {cwd: folder});
  t.deepEqual({status, stderr}, {status: 0, stderr: ''});
  t.regex(read(folder, 'pyproject.toml'), /name = "my-ext"[\s\S]*\[tool\.pyxdbg/);
  t.true(existsSync(join(folder, 'src/my_ext/_core.c')));
  t.is((await run(['init', '--undo'], {cwd: folder})).status, 0);
  t.deepEqual(treeDigests(folder), {});
});

test('a new project may begin in a folder that is yet to be made', async t => {
  const cwd = temporaryFolder();
  const words = ['init', 'my-ext', '--template', 'c'];
  t.is((await run([...words, '--dry-run'], {cwd})).status, 0);
  t.deepEqual(treeDigests(cwd), {});
  t.is((await run([...words, '--yes'], {cwd})).status, 0);
  t.true(existsSync(join(cwd, 'my-ext/pyproject.toml')));
  t.is((await run(['init', 'nowhere', '--yes'], {cwd})).status, 2);
});

test('a folder with other things in it is no place for a new project', async t => {
  const {status, stderr} = await run(['init', '--yes', '--template', 'c'], {cwd: project()});
  t.is(status, 2);
  t.regex(stderr, /is not empty/);
});

/** util-linux's `script` makes a terminal, on which somebody answers. */
const script = toolNamed('script');
const testOnTerminal = script === null ? test.skip : test;

testOnTerminal(`on a terminal it asks${script === null ? ' (no script here)' : ''}`, t => {
  const folder = project();
  const program = join(import.meta.dirname, '../../bin/run.cjs');
  const answer = (lines: string): string =>
    execFileSync(script ?? '', ['-qec', `'${process.execPath}' '${program}' init`, '/dev/null'], {
      cwd: folder,
      input: lines,
      encoding: 'utf8',
    });
  const before = treeDigests(folder);
  t.regex(answer('no\ngithub\nvscode\nno\n'), /Nothing was written/);
  t.deepEqual(treeDigests(folder), before);
  t.regex(answer('no\ngithub\nnone\nyes\n'), /Wrote .*\.github\/workflows\/pyxdbg\.yml/);
  t.is(read(folder, 'setup.py'), SETUP_PY);
});

testWithPython(`--editor writes launch configurations, and --undo takes them back${needsPython}`, async t => {
  const mine = '{\n  // mine\n  "configurations": [{"name": "x"}],\n}\n';
  const folder = project({'.vscode/launch.json': mine});
  const before = treeDigests(folder);
  const looked = await run(['init', '--editor', 'vscode', '--dry-run'], {cwd: folder});
  t.regex(looked.stdout.replaceAll(/\s+/g, ' '), /pyxdbg launch-config --for vscode --dry-run/);
  t.deepEqual(treeDigests(folder), before);
  const {status, stderr} = await run(['init', '--yes', '--editor', 'vscode'], {cwd: folder});
  t.deepEqual({status, stderr}, {status: 0, stderr: ''});
  t.regex(read(folder, '.vscode/launch.json'), /\/\/ mine.*"x".*"pyxdbg: Python \+ native"/s);
  t.true(existsSync(join(folder, '.pyxdbg/gdbinit')));
  t.is((await run(['init', '--undo'], {cwd: folder})).status, 0);
  t.deepEqual(treeDigests(folder), before);
});
