import test from 'ava';
import {
  insertText,
  isTakenOut,
  lineOfEditedSpan,
  locateSpans,
  removeSpans,
  startEdit,
} from '../../../src/project/edits/file-edit.ts';
import {insertSpans} from '../../../src/project/edits/insert-spans.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

test('insertions keep every other byte, and come out again', t => {
  // Not UTF-8, and NUL: nothing is decoded.
  const before = bytes('one\xe9\0\r\ntwo\r\n');
  let edit = startEdit('a', before);
  edit = insertText(edit, 7, 'last ü\n');
  edit = insertText(edit, 0, 'first\n');
  edit = insertText(edit, 6, 'second\n');
  t.is(edit.after.length, before.length + 6 + 7 + 8);
  t.deepEqual(Buffer.from(removeSpans(edit.after, edit.spans)), before);
  t.deepEqual(Buffer.from(insertSpans(before, edit.spans)), Buffer.from(edit.after));
  for (const {offset, text} of edit.spans) {
    t.is(
      Buffer.from(edit.after)
        .subarray(offset, offset + Buffer.byteLength(text))
        .toString(),
      text,
    );
  }
});

test('a span is found again where the file grew before it', t => {
  const [found] = locateSpans(bytes('a\nb\n# ours\nc\n'), [{offset: 0, text: '# ours\n'}]);
  t.is(found?.offset, 4);
});

test('of two equal passages the one nearest to the old place is ours', t => {
  const [found] = locateSpans(bytes('x\nx\n..........x\n'), [{offset: 13, text: 'x\n'}]);
  t.is(found?.offset, 14);
});

test('a span that was edited is not found, and its line is named', t => {
  const file = bytes('a\n\n[tool.pyxdbg]\nfail-on = "warning"\n');
  const span = {offset: 2, text: '\n[tool.pyxdbg]\nfail-on = "error"\n'};
  t.deepEqual(locateSpans(file, [span]), [null]);
  t.is(lineOfEditedSpan(file, span), 3);
});

test('a span is taken out where none of its lines is left, and edited where one is', t => {
  const span = {offset: 2, text: '\n[tool.pyxdbg]\nfail-on = "error"\n'};
  t.true(isTakenOut(bytes('a\n'), span));
  t.false(isTakenOut(bytes('a\n\n[tool.pyxdbg]\nfail-on = "warning"\n'), span));
});

test('a span of blank lines is never taken out, since nothing tells', t => {
  t.false(isTakenOut(bytes('a\n'), {offset: 1, text: '\n'}));
});
