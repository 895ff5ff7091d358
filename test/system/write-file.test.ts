import {execFile, execFileSync} from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {requireWritable, writeWholeFile} from '../../src/system/write-file.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const withPipes = toolNamed('mkfifo') === null ? test.skip : test;

test('writes a new file, and nothing beside it', async t => {
  const folder = temporaryFolder();
  await writeWholeFile(join(folder, 'report.json'), '{}\n');
  t.deepEqual(readdirSync(folder), ['report.json']);
  t.is(readFileSync(join(folder, 'report.json'), 'utf8'), '{}\n');
});

test('replaces a file and keeps its permissions', async t => {
  const file = join(temporaryFolder(), 'report.json');
  writeFileSync(file, 'old, and longer than the new one');
  chmodSync(file, 0o600);
  await writeWholeFile(file, 'new');
  t.is(readFileSync(file, 'utf8'), 'new');
  t.is(statSync(file).mode & 0o777, 0o600);
});

test('a link keeps leading to its file', async t => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'real'));
  const target = join(folder, 'real', 'report.json');
  const link = join(folder, 'report.json');
  writeFileSync(target, 'old');
  symlinkSync(target, link);
  await writeWholeFile(link, 'new');
  t.true(lstatSync(link).isSymbolicLink());
  t.is(readFileSync(target, 'utf8'), 'new');
});

withPipes('a named pipe is written to and not replaced (needs mkfifo)', async t => {
  const pipe = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = promisify(execFile)('cat', [pipe]);
  await writeWholeFile(pipe, 'through the pipe');
  t.is((await reader).stdout, 'through the pipe');
  t.true(statSync(pipe).isFIFO());
});

test('a device is written to and not replaced', async t => {
  await writeWholeFile('/dev/null', 'gone');
  t.true(statSync('/dev/null').isCharacterDevice());
});

for (const check of [requireWritable, (path: string) => writeWholeFile(path, 'text')]) {
  const name = check === requireWritable ? 'asked beforehand' : 'writing';
  test(`${name}, a folder that is not there is named`, async t => {
    const path = join(temporaryFolder(), 'nowhere', 'report.json');
    const error = await t.throwsAsync(async () => check(path), {instanceOf: UserError});
    t.is(
      error.message,
      `${path}: cannot be written: the folder for it does not exist; name a file in a folder that exists and can be written to`,
    );
  });

  test(`${name}, a folder is no file`, async t => {
    const error = await t.throwsAsync(async () => check(temporaryFolder()), {instanceOf: UserError});
    t.regex(error.message, /cannot be written: it is a folder/);
  });
}

test('asking whether a file can be written leaves no trace', t => {
  const folder = temporaryFolder();
  requireWritable(join(folder, 'report.json'));
  t.deepEqual(readdirSync(folder), []);
});
