import {execFileSync} from 'node:child_process';
import test from 'ava';
import {editRecord} from '../../../src/binary/containers/wheel-record.ts';
import {toolNamed} from '../../builders/tools.ts';

const python = toolNamed('python3');
const live = python === null ? test.skip : test;
const why = python === null ? ' (skipped: no python3)' : '';

/** The rows as Python's csv module reads them, as pip does. */
function rows(text: string): readonly (readonly string[])[] {
  if (python === null) throw new Error('the test should have been skipped');
  const script =
    'import csv, json, io, sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.read(), newline="")))))';
  return JSON.parse(execFileSync(python, ['-c', script], {input: text, encoding: 'utf8'}));
}

/** What Python's hashlib and base64 make of `new` by the rules of the wheel specification. */
function digest(algorithm: string): string {
  if (python === null) throw new Error('the test should have been skipped');
  const script = `import base64, hashlib; print("${algorithm}=" + base64.urlsafe_b64encode(hashlib.new("${algorithm}", b"new").digest()).rstrip(b"=").decode())`;
  return execFileSync(python, ['-c', script], {encoding: 'utf8'}).trim();
}

const TEXT = [
  'pkg/a.so,sha256=AAAA,10',
  '"pkg/with, comma and ""quotes"".so",sha384=BBBB,20',
  '"pkg/two\nlines.so",sha512=CCCC,30',
  'pkg/left.py,sha256=DDDD,40',
  'pkg-1.dist-info/RECORD,,',
];

live(`rows of changed files have their digest and size, those of others stay as they are${why}`, t => {
  const written = new Map(
    ['pkg/a.so', 'pkg/with, comma and "quotes".so', 'pkg/two\nlines.so'].map(path => [
      path,
      Buffer.from('new'),
    ]),
  );
  const edited = editRecord(`${TEXT.join('\n')}\n`, {removed: new Set(), written});
  t.deepEqual(rows(edited), [
    ['pkg/a.so', digest('sha256'), '3'],
    ['pkg/with, comma and "quotes".so', digest('sha384'), '3'],
    ['pkg/two\nlines.so', digest('sha512'), '3'],
    ['pkg/left.py', 'sha256=DDDD', '40'],
    ['pkg-1.dist-info/RECORD', '', ''],
  ]);
});

live(`removed files have no row, new ones come before that of RECORD${why}`, t => {
  const edited = editRecord(TEXT.join('\n'), {
    removed: new Set(['pkg/two\nlines.so', 'pkg/a.so']),
    written: new Map([['b,c', Buffer.from('new')]]),
  });
  t.deepEqual(
    rows(edited).map(([path]) => path),
    ['pkg/with, comma and "quotes".so', 'pkg/left.py', 'b,c', 'pkg-1.dist-info/RECORD'],
  );
});

test('nothing to change leaves every letter, also line ends of Windows', t => {
  for (const end of ['\n', '\r\n']) {
    const text = TEXT.map(line => `${line}${end}`).join('');
    t.is(editRecord(text, {removed: new Set(), written: new Map()}), text);
  }
  const changed = editRecord('a,sha256=A,1\r\nRECORD,,\r\n', {
    removed: new Set(),
    written: new Map([['a', Buffer.from('new')]]),
  });
  t.regex(changed, /^a,sha256=\S+,3\r\nRECORD,,\r\n$/);
});
