import test from 'ava';
import {parse} from 'yaml';
import {startEdit} from '../../../src/project/edits/file-edit.ts';
import {addInclude, includesLocal} from '../../../src/project/edits/gitlab-include.ts';

const JOB = '.gitlab/pyxdbg.yml';

const add = (text: string): string | null => {
  const edit = addInclude(startEdit('.gitlab-ci.yml', Buffer.from(text)), JOB);
  return edit && Buffer.from(edit.after).toString();
};

for (const [title, text] of Object.entries({
  'a list with comments':
    '# top\ninclude:\n  # why\n  - local: a.yml # this\n\n# jobs\njob:\n  script: [x]\n',
  'a list that is not indented':
    'include:\n- local: a.yml\n- remote: https://example.org/b.yml\njob: {script: x}\n',
  'entries of several lines':
    'include:\n  - project: a/b\n    file:\n      - c.yml\n      - d.yml\njob: {script: x}\n',
  'a list at the very end without an end of line': 'job: {script: x}\ninclude:\n  - local: a.yml',
  'no list yet': 'stages: [build]\njob:\n  script:\n    - make\n',
  "GitLab's own tags": 'a: {script: [x]}\njob:\n  script: !reference [a, script]\n',
  'Windows line endings': 'include:\r\n  - local: a.yml\r\njob: {script: x}\r\n',
  'nothing at all': '',
})) {
  test(`an include joins ${title}`, t => {
    const result = add(text);
    const before = parse(text, {logLevel: 'silent'}) ?? {};
    const after = parse(result ?? '', {logLevel: 'silent'});
    t.deepEqual(after, {...before, include: [...(before.include ?? []), {local: JOB}]});
    // Every line that was there is there, in its order.
    const kept = (result ?? '').split(/\r?\n/).filter(line => text.split(/\r?\n/).includes(line));
    t.deepEqual(kept.filter(Boolean), text.split(/\r?\n/).filter(Boolean));
    t.true(includesLocal(Buffer.from(result ?? ''), JOB));
  });
}

for (const [title, text] of Object.entries({
  'a single file': 'include: a.yml\n',
  'a list in brackets': 'include: [a.yml]\n',
  'one mapping': 'include:\n  local: a.yml\n',
  'a file that is no mapping': '- a\n',
  'broken YAML': 'a: [\n',
  'a byte order mark': '\ufeffinclude:\n  - local: a.yml\n',
  'an end of the document': 'a: 1\n...\n',
})) {
  test(`${title} is left alone`, t => {
    t.is(add(text), null);
  });
}

test('a comment does not include', t => {
  t.false(includesLocal(Buffer.from(`# - local: ${JOB}\n`), JOB));
});
