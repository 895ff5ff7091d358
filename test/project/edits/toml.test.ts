import test from 'ava';
import {startEdit} from '../../../src/project/edits/file-edit.ts';
import {appendToml, readToml} from '../../../src/project/edits/toml.ts';

const ADDED = '[tool.pyxdbg]\nfail-on = "error"\n';

const append = (text: string): string | null => {
  const edit = appendToml(startEdit('pyproject.toml', Buffer.from(text)), ADDED, (before, added) => ({
    ...before,
    tool: {...(before['tool'] as object), ...(added['tool'] as object)},
  }));
  return edit && Buffer.from(edit.after).toString();
};

test('a table is appended behind everything, a blank line between', t => {
  t.is(append('[project] # mine\nname = "a"\n'), `[project] # mine\nname = "a"\n\n${ADDED}`);
});

test('an empty file holds the table alone', t => {
  t.is(append(''), ADDED);
});

test('a missing end of the last line is made up for', t => {
  t.is(append('a = 1'), `a = 1\n\n${ADDED}`);
});

test('Windows line endings are kept', t => {
  t.is(append('a = 1\r\nb = 2\r\n'), `a = 1\r\nb = 2\r\n\r\n${ADDED.replaceAll('\n', '\r\n')}`);
});

test('the table may follow others of `tool`, also dotted ones', t => {
  t.truthy(append('[tool.ruff]\nline-length = 88\n'));
  t.truthy(append('tool.ruff.line-length = 88\n'));
});

test('a date, a float that is no number and a large integer are no reason to refuse', t => {
  t.truthy(append('a = 1979-05-27T07:32:00Z\nb = nan\nc = -inf\n'));
});

for (const [title, text] of [
  ['an inline table', 'tool = {ruff = {}}\n'],
  ['a table of the same name', '[tool.pyxdbg]\nfail-on = "note"\n'],
] as const) {
  test(`${title} cannot be added to: nothing is made`, t => {
    t.is(append(text), null);
  });
}

test('what is no TOML is refused with its line', t => {
  const error = t.throws(() => readToml(Buffer.from('a = 1\nb =\n'), 'pyproject.toml'));
  t.regex(error?.message ?? '', /^pyproject\.toml:2: is not valid TOML/);
  t.regex(
    t.throws(() => readToml(Buffer.from('a = "\xe9"\n', 'latin1'), 'p.toml'))?.message ?? '',
    /^p\.toml: is not valid TOML: not UTF-8/,
  );
});
