import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {unifiedDiff} from '../../../src/project/edits/unified-diff.ts';
import {toolNamed} from '../../builders/tools.ts';
import {writeTree} from '../../builders/tree.ts';

const numbers = Array.from({length: 20}, (_, index) => `${index}\n`).join('');

const cases: Readonly<Record<string, readonly [string | null, string | null]>> = {
  'a line in the middle': [numbers, numbers.replace('10\n', '10\nnew\n')],
  'lines at the beginning': [numbers, `new\nnewer\n${numbers}`],
  'lines at the end': [numbers, `${numbers}new\n`],
  'lines taken away': [numbers, numbers.replace('7\n8\n', '')],
  'a last line without its end': ['a\nb', 'a\nb\n\n[tool]\n'],
  'a last line that loses its end': ['a\nb\n', 'a\nb'],
  'repeated lines': ['a\na\na\n', 'a\na\na\na\n'],
  'a file from nothing': [null, 'a\nb\n'],
  'a file that goes': ['a\nb\n', null],
};

for (const [title, [before, after]] of Object.entries(cases)) {
  if (toolNamed('git') === null) {
    test.skip(`git applies the diff of ${title} (no git here)`, () => undefined);
    continue;
  }
  test(`git applies the diff of ${title}`, t => {
    const folder = writeTree(before === null ? {} : {'a.txt': before});
    const diff = unifiedDiff('a.txt', before, after);
    execFileSync('git', ['apply', '--unidiff-zero', '-'], {
      cwd: folder,
      input: gitHeader(before, after) + diff,
    });
    if (after === null) t.throws(() => readFileSync(join(folder, 'a.txt')), {code: 'ENOENT'});
    else t.is(readFileSync(join(folder, 'a.txt'), 'utf8'), after);
  });
}

/** git takes a file for new or gone only where its own header says so. */
function gitHeader(before: string | null, after: string | null): string {
  if (before === null) return 'diff --git a/a.txt b/a.txt\nnew file mode 100644\n';
  return after === null ? 'diff --git a/a.txt b/a.txt\ndeleted file mode 100644\n' : '';
}

test('equal texts have no diff', t => {
  t.is(unifiedDiff('a', 'x\n', 'x\n'), '');
});
