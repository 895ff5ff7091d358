import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {identifyArtefact} from '../../src/rules/baseline-key.ts';
import {withKnownPaths} from '../../src/system/known-paths.ts';
import {writeTree} from '../builders/tree.ts';

/** The project in the key of a finding of `path`, named from `cwd`. */
function projectOf(path: string, cwd: string): string {
  const artefact = {path, kind: 'folder', binaries: []};
  const {artefacts} = withKnownPaths({artefacts: [artefact], vanished: []}, cwd);
  return identifyArtefact(artefacts[0]?.knownAs ?? '').project;
}

const tree = () => writeTree({'a6/x.so': '', 'a7/x.so': '', 'a6/build/lib/x.so': ''});

test('a folder has one key, however it is named from wherever', t => {
  const root = tree();
  const a6 = join(root, 'a6');
  for (const [path, cwd] of [
    ['a6', root],
    ['./a6/', root],
    [a6, root],
    ['.', a6],
    ['../a6', a6],
    ['../a6', join(root, 'a7')],
    ['../..', join(a6, 'build', 'lib')],
  ] as const) {
    t.is(projectOf(path, cwd), 'a6', `${path} from ${cwd}`);
  }
  t.is(projectOf('.', join(root, 'a7')), 'a7');
});

test('so has one below it that is reached through a link', t => {
  const root = tree();
  symlinkSync(join(root, 'a6'), join(root, 'link'));
  t.is(projectOf('link', root), 'a6');
});

for (const mark of ['.git', 'pyproject.toml']) {
  test(`a folder of a project with ${mark} is known by its path in it, the project itself by none`, t => {
    const root = tree();
    mkdirSync(join(root, 'a6', mark));
    t.is(projectOf('a6/build/lib', root), 'build/lib');
    t.is(projectOf('lib', join(root, 'a6', 'build')), 'build/lib');
    t.is(projectOf(join(root, 'a6'), root), '.');
    t.is(projectOf('.', join(root, 'a6')), '.');
    t.is(projectOf('x.so', join(root, 'a6')), 'x.so');
  });
}

test('parts of one repository are told apart, although each is a project', t => {
  const root = writeTree({'a/pyproject.toml': '', 'b/pyproject.toml': '', '.git/HEAD': ''});
  t.is(projectOf('a', root), 'a');
  t.is(projectOf('.', join(root, 'b')), 'b');
});

test('the name of a wheel is what it was', t => {
  t.is(projectOf('dist/PyAudio-0.2.11-cp36-cp36m-win_amd64.whl', '/nowhere'), 'pyaudio');
});
