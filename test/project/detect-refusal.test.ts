import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {detectProject} from '../../src/project/detect-project.ts';
import {localFiles} from '../../src/system/files.ts';
import {writeTree} from '../builders/tree.ts';
import {detect} from './detected-tree.ts';

for (const [what, toml, line, problem] of [
  ['no TOML', '[build-system]\nrequires = ["a"\nbuild-backend = "x"\n', 3, /^is not valid TOML: /],
  [
    'requires that is a text',
    '\n[build-system]\nrequires = "setuptools"\n',
    3,
    /requires` is no list of texts$/,
  ],
  ['requires of numbers', '[build-system]\nrequires = [1]\n', 2, /requires` is no list of texts$/],
  ['no requires', '# a\n[build-system]\nbuild-backend = "x"\n', 2, /^\[build-system\] has no `requires`/],
  [
    'a number as backend',
    '[build-system]\nrequires = []\nbuild-backend = 1\n',
    3,
    /build-backend` is no text$/,
  ],
  ['build-system = 1', 'build-system = 1\n', 1, /^`build-system` is no table$/],
] as const) {
  test(`a pyproject.toml with ${what} is refused with its line`, t => {
    const folder = writeTree({'pyproject.toml': toml, 'setup.py': ''});
    const error = t.throws(() => detectProject(folder, localFiles), {instanceOf: UserError});
    t.is(error.where, `${join(folder, 'pyproject.toml')}:${line}`);
    t.regex(error.what, problem);
    t.false(error.message.includes('\n'));
  });
}

test('a folder that is no project is refused, with the way to one', t => {
  const refusal = (folder: string): string =>
    t
      .throws(() => detectProject(folder, localFiles), {instanceOf: UserError})
      .message.replaceAll(`${folder}: `, '');
  const init = 'name the folder of a project, or begin one: pyxdbg init NEW_FOLDER --template c';
  t.is(refusal(writeTree({})), `is empty; ${init}`);
  t.is(
    refusal(writeTree({'a.txt': ''})),
    `has no pyproject.toml with [build-system] or [project], no setup.py and no CMakeLists.txt; ${init}`,
  );
  t.is(
    refusal(writeTree({'meson.build': "project('x', 'c')"})),
    `has meson.build, but no pyproject.toml that names \`mesonpy\` as its build-backend; ${init}`,
  );
  t.is(refusal(join(writeTree({}), 'gone')), 'does not exist; name the folder of a project');
  const folder = writeTree({'setup.py': ''});
  t.is(refusal(join(folder, 'setup.py')), `is no folder; name the project's folder: ${folder}`);
});

test('a folder inside a project is refused with the project, inside a repository only with its own', t => {
  const root = writeTree({'setup.py': '', 'repo/.git/HEAD': '', 'repo/a/x.txt': '', 'src/pkg/a.c': ''});
  const where = (folder: string): string | undefined =>
    t.throws(() => detectProject(join(root, folder), localFiles), {instanceOf: UserError}).advice;
  t.is(where('src/pkg'), `run it there, or name that folder: ${join('..', '..')}`);
  t.is(where('repo/a'), 'name the folder of a project, or begin one: pyxdbg init NEW_FOLDER --template c');
  writeTree({'repo/pyproject.toml': '[project]\nname = "x"\n'}, root);
  t.is(where('repo/a'), 'run it there, or name that folder: ..');
});

test('a repository of several projects names them', t => {
  const error = t.throws(
    () =>
      detect({'.git/HEAD': '', 'packages/b/setup.py': '', 'packages/a/pyproject.toml': '', 'docs/x.md': ''}),
    {instanceOf: UserError},
  );
  t.regex(error?.message ?? '', /name the folder of a project: packages\/a, packages\/b$/);
});
