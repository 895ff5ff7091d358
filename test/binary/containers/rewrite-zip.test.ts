import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {rewriteZip} from '../../../src/binary/containers/rewrite-zip.ts';
import {UserError} from '../../../src/errors.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {writeZip} from '../../builders/zip.ts';

const python = toolNamed('python3');
const live = python === null ? test.skip : test;
const why = python === null ? ' (skipped: no python3)' : '';

function runPython(script: string, ...args: string[]): string {
  if (python === null) throw new Error('the test should have been skipped');
  return execFileSync(python, ['-c', script, ...args], {encoding: 'utf8'});
}

/** An archive with modes, dates, both ways of storing, an extra field, a comment and bytes before it. */
const WRITE = `
import sys, zipfile
path = sys.argv[1]
with open(path, 'wb') as f:
    f.write(b'#!stub\\n')
with zipfile.ZipFile(path, 'a') as z:
    for name, date, mode, how, data in [
        ('b/second.so', (1980, 1, 1, 0, 0, 0), 0o100755, zipfile.ZIP_DEFLATED, b'second' * 500),
        ('a/first.py', (2024, 3, 31, 2, 30, 58), 0o100644, zipfile.ZIP_STORED, b'print(1)\\n'),
        ('link', (2107, 12, 31, 23, 59, 58), 0o120777, zipfile.ZIP_STORED, b'a/first.py'),
        ('ü.txt', (2030, 6, 15, 12, 0, 2), 0o100600, zipfile.ZIP_DEFLATED, b'text ' * 99),
    ]:
        info = zipfile.ZipInfo(name, date)
        info.external_attr = mode << 16
        info.compress_type = how
        info.comment = b'of ' + name.encode()
        info.extra = b'\\x99\\x77\\x04\\x00abcd'
        z.writestr(info, data)
    z.comment = b'the end'
`;
/** All that Python knows of each member, with the bytes as they lie in the file. */
const READ = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    out = []
    for i in z.infolist():
        z.fp.seek(i.header_offset)
        head = z.fp.read(30)
        z.fp.read(int.from_bytes(head[26:28], 'little') + int.from_bytes(head[28:30], 'little'))
        raw = z.fp.read(i.compress_size)
        out.append(dict(name=i.filename, date=i.date_time, attr=i.external_attr, how=i.compress_type, flags=i.flag_bits,
            system=i.create_system, extra=i.extra.hex(), comment=i.comment.decode(), raw=hashlib.sha256(raw).hexdigest(),
            text=z.read(i).decode('latin1')))
    print(json.dumps(dict(members=out, comment=z.comment.decode())))
`;

interface Told {
  readonly comment: string;
  readonly members: readonly {readonly name: string; readonly raw: string; readonly text: string}[];
}

function told(zip: Buffer): Told {
  const path = join(temporaryFolder(), 'a.zip');
  writeFileSync(path, zip);
  return JSON.parse(runPython(READ, path));
}

function archive(): Buffer {
  const path = join(temporaryFolder(), 'a.zip');
  runPython(WRITE, path);
  return readFileSync(path);
}

live(`a member with new contents keeps its place, mode, date, extra field and way of storing${why}`, t => {
  const zip = archive();
  const before = told(zip);
  const replaced = new Map([
    ['b/second.so', Buffer.from('shorter')],
    ['link', Buffer.from('b/second.so')],
  ]);
  const after = told(rewriteZip(zip, {replaced}));
  t.is(after.comment, before.comment);
  t.deepEqual(
    after.members.map(({raw, text, ...rest}) => rest),
    before.members.map(({raw, text, ...rest}) => rest),
  );
  t.deepEqual(
    after.members.map(({text}) => text),
    ['shorter', 'print(1)\n', 'b/second.so', 'text '.repeat(99)],
  );
});

live(`what is not to change stays byte for byte${why}`, t => {
  const zip = archive();
  t.deepEqual(rewriteZip(zip, {}), zip);
  const after = told(rewriteZip(zip, {removed: new Set(['b/second.so'])}));
  t.deepEqual(after.members, told(zip).members.slice(1));
});

live(`a member whose sizes stand behind it is written with them before it${why}`, t => {
  const path = join(temporaryFolder(), 'a.zip');
  // Python writes descriptors to what it cannot seek in.
  const script = `
import sys, zipfile
class Pipe:
    def __init__(self, f): self.f = f
    def write(self, data): return self.f.write(data)
    def flush(self): pass
with open(sys.argv[1], 'wb') as f, zipfile.ZipFile(Pipe(f), 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('x', 'old' * 99); z.writestr('y', 'other' * 99)
`;
  runPython(script, path);
  const zip = readFileSync(path);
  t.truthy(zip.includes(Buffer.from('PK\x07\x08', 'latin1')), 'the archive has descriptors');
  const {members} = told(rewriteZip(zip, {replaced: new Map([['x', Buffer.from('new')]])}));
  t.deepEqual(
    members.map(({text}) => text),
    ['new', 'other'.repeat(99)],
  );
});

test('an archive with 64-bit sizes, an encrypted member or another compression is refused, not damaged', t => {
  const data = Buffer.from('data');
  const replaced = new Map([['a', Buffer.from('new')]]);
  for (const {bytes} of [
    writeZip({entries: [{name: 'a', data}], zip64: true}),
    writeZip({entries: [{name: 'a', data, flags: 1}]}),
    writeZip({entries: [{name: 'a', data, method: 12}]}),
  ]) {
    t.throws(() => rewriteZip(Buffer.from(bytes), {replaced}), {instanceOf: UserError});
  }
});

test('a damaged archive is refused with a sentence, whichever byte is wrong', t => {
  const {bytes} = writeZip({
    entries: [
      {name: 'a', data: Buffer.from('some data')},
      {name: 'b', data: Buffer.from('more')},
    ],
  });
  const replaced = new Map([['a', Buffer.from('new')]]);
  for (let at = 0; at < bytes.length; at += 1) {
    for (const value of [0, 0x7f, 0xff]) {
      const damaged = Buffer.from(bytes);
      damaged[at] = value;
      try {
        rewriteZip(damaged, {replaced});
      } catch (error) {
        t.true(error instanceof UserError, `byte ${at} = ${value}: ${error}`);
      }
    }
    t.throws(() => rewriteZip(Buffer.from(bytes.subarray(0, at)), {replaced}), {instanceOf: UserError});
  }
});
