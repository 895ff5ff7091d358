import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {parse} from 'smol-toml';
import {UserError} from '../../src/errors.ts';
import {type NewProjectBackend, type NewProjectKind, newProjectFiles} from '../../src/project/new-project.ts';
import {readProjectTemplate} from '../../src/system/project-templates.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const KINDS: readonly NewProjectKind[] = ['c', 'c++', 'cython', 'pybind11'];
const BACKENDS: readonly NewProjectBackend[] = ['setuptools', 'meson-python'];

/** The files below a folder of `examples/`, as far as they are ours: a build in place leaves others. */
function filesOf(example: string): ReadonlyMap<string, string> {
  const folder = join(root, 'examples', example);
  const isOurs = (path: string): boolean =>
    statSync(join(folder, path)).isFile() &&
    !/(^|\/)(build|dist|__pycache__|[^/]*\.egg-info)\/|\.so$/.test(path);
  return new Map(
    readdirSync(folder, {recursive: true, encoding: 'utf8'})
      .map(path => path.replaceAll('\\', '/'))
      .filter(isOurs)
      .map(path => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

const sorted = (files: Iterable<readonly [string, string]>): unknown =>
  [...files].toSorted(([one], [other]) => (one < other ? -1 : 1));

for (const backend of BACKENDS) {
  for (const kind of KINDS) {
    const example = `${backend}-${kind === 'c++' ? 'cpp' : kind}`;

    test(`a new project (${kind}, ${backend}) is examples/${example}, byte for byte`, t => {
      const files = newProjectFiles(kind, backend, 'spam', readProjectTemplate);
      t.deepEqual(sorted(files.map(({path, text}) => [path, text])), sorted(filesOf(example)));
    });

    test(`a new project (${kind}, ${backend}) has its name everywhere`, t => {
      const files = newProjectFiles(kind, backend, 'Fast.Mean', readProjectTemplate);
      const text = (path: string): string => files.find(file => file.path === path)?.text ?? '';
      const {project} = parse(text('pyproject.toml'));
      t.like(project, {name: 'Fast.Mean', 'requires-python': '>=3.8'});
      t.regex(text('tests/test_fast_mean.py'), /^from fast_mean import mean$/m);
      t.regex(text('src/fast_mean/__init__.py'), /^from \._core import mean$/m);
      t.regex(text('README.md'), /pyxdbg build --debug\npyxdbg check-abi \.\n```\n$/);
      for (const file of files) {
        t.notRegex(file.text, /spam|[A-Z]+_NAME|LANGUAGE|BACKEND|INSTALLED|REQUIREMENTS/, file.path);
        t.true(file.text.endsWith('\n') && !file.text.includes('\r'), file.path);
      }
    });
  }
}

test('a name that reads like a placeholder stays what it is', t => {
  const files = newProjectFiles('c', 'setuptools', 'IMPORT_NAME', readProjectTemplate);
  const {project} = parse(files[0]?.text ?? '');
  t.like(project, {name: 'IMPORT_NAME'});
  t.true(files.some(({path}) => path === 'src/import_name/_core.c'));
});

test('a name that cannot be is refused before a template is read', t => {
  const read = () => t.fail() as unknown as string;
  t.throws(() => newProjectFiles('c', 'setuptools', '1st', read), {instanceOf: UserError});
});

test('the examples that no template makes share its sources', t => {
  const template = new Map(
    newProjectFiles('c', 'setuptools', 'spam', readProjectTemplate).map(({path, text}) => [path, text]),
  );
  for (const example of ['scikit-build-core-c', 'cmake-c']) {
    const files = filesOf(example);
    for (const path of ['src/spam/_core.c', 'src/spam/__init__.py', 'tests/test_spam.py', '.gitignore']) {
      t.is(files.get(path), template.get(path), `${example}/${path}`);
    }
  }
  const rust = filesOf('maturin-pyo3');
  t.is(rust.get('python/spam/__init__.py'), template.get('src/spam/__init__.py'));
  t.is(rust.get('tests/test_spam.py'), template.get('tests/test_spam.py'));
});

test('no template has a name that npm leaves out of the package', t => {
  const names = readdirSync(join(root, 'templates/project/new'), {recursive: true, encoding: 'utf8'});
  t.true(names.length > 10);
  t.deepEqual(
    names.filter(name => /(^|\/)(\.|node_modules|package-lock\.json)/.test(name)),
    [],
  );
});
