import test from 'ava';
import type {ArtefactReport} from '../../src/report/report.ts';
import {globMatcher} from '../../src/rules/path-glob.ts';
import {applyPerFileIgnores} from '../../src/rules/per-file-ignores.ts';
import {CP36, CRT_MISMATCH, EXT_SUFFIX, moduleReport, reportOf, wheelReport} from '../report/samples.ts';

// As shells and gitignore(5) have it.
for (const [glob, matching, others] of [
  ['*.pyd', ['a.pyd', 'pkg/a.pyd'], ['a.pyd.txt', 'a.so']],
  ['pkg/*.pyd', ['pkg/a.pyd'], ['pkg/sub/a.pyd', 'other/pkg/a.pyd', 'a.pyd']],
  ['pkg/**', ['pkg/a.pyd', 'pkg/sub/a.pyd'], ['other/a.pyd', 'pkgs/a.pyd']],
  ['pkg/', ['pkg/a.pyd', 'pkg/sub/a.pyd'], ['other/a.pyd']],
  ['**/tests/*.so', ['tests/a.so', 'pkg/tests/a.so', 'a/b/tests/a.so'], ['mytests/a.so', 'tests/b/a.so']],
  ['pkg/**/a.so', ['pkg/a.so', 'pkg/x/a.so', 'pkg/x/y/a.so'], ['pkg/xa.so']],
  ['_x?.so', ['_xy.so'], ['_x.so', '_x/.so', '_xyz.so']],
  ['[ab]*.so', ['a1.so', 'b.so'], ['c.so']],
  ['[!ab].so', ['c.so'], ['a.so', '/.so']],
  ['*.{so,pyd}', ['a.so', 'a.pyd'], ['a.dll']],
  ['a+(b).so', ['a+(b).so'], ['aab.so']],
  ['./pkg/a.so', ['pkg/a.so'], ['a.so']],
] as const) {
  test(`the glob ${glob} matches as it does elsewhere`, t => {
    const matches = globMatcher(glob);
    t.deepEqual(
      matching.filter(path => !matches(path)),
      [],
    );
    t.deepEqual(
      others.filter(path => matches(path)),
      [],
    );
  });
}

for (const glob of [
  '[',
  'a[',
  '{',
  '}',
  '{a',
  'a}',
  '[]',
  '[!]',
  '**a',
  '***',
  '',
  '\\',
  '[z-a]',
  'a{b,{c,d}}',
]) {
  test(`the odd glob ${JSON.stringify(glob)} is no error`, t => {
    t.notThrows(() => globMatcher(glob)('a'));
  });
}

test('only the rules named are silenced, only on the paths named', t => {
  const wheel = wheelReport(
    'dist/w.whl',
    moduleReport('tests/a.pyd', CP36, [CRT_MISMATCH, EXT_SUFFIX]),
    moduleReport('pkg/a.pyd', CP36, [CRT_MISMATCH]),
  );
  const [checked] = applyPerFileIgnores(reportOf(wheel), {'tests/*': ['crt-mismatch']}).artefacts;
  t.deepEqual(
    checked?.binaries.map(({findings}) => findings.map(each => each.suppressed)),
    [['per-file-ignores', undefined], [undefined]],
  );
});

test('a glob may name the artefact too, and the verdict is that of what is left', t => {
  const wheel = wheelReport('dist/w.whl', moduleReport('pkg/a.pyd', CP36, [CRT_MISMATCH]));
  const [checked] = applyPerFileIgnores(reportOf(wheel), {'dist/w.whl/**': ['crt-mismatch']}).artefacts;
  t.is(checked?.binaries[0]?.verdict, 'ok');
});

test('a file that is named itself is matched by its path, and by that from the configuration', t => {
  const file: ArtefactReport = {
    path: '../pkg/a.pyd',
    kind: 'file',
    binaries: [moduleReport('a.pyd', CP36, [CRT_MISMATCH])],
  };
  const verdict = (glob: string) =>
    applyPerFileIgnores(reportOf(file), {[glob]: ['crt-mismatch']}, path => path.replace('../', ''))
      .artefacts[0]?.binaries[0]?.verdict;
  t.is(verdict('pkg/*'), 'ok');
  t.is(verdict('a.pyd'), 'ok');
  t.is(verdict('other/*'), 'error');
});
