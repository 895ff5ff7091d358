import {statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {UserError} from '../../src/errors.ts';
import {makeFolder} from '../../src/system/make-folder.ts';
import {temporaryFolder} from '../builders/tools.ts';

const source = new URL('../../src/system/make-folder.ts', import.meta.url).href;

test('a folder is made with those above it, and again nothing happens', t => {
  const folder = join(temporaryFolder(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  t.true(statSync(folder).isDirectory());
});

test('many processes may make one folder at the same time', async t => {
  const folder = join(temporaryFolder(), ...'abcdefghijklmnopqrst');
  const script = `(await import(${JSON.stringify(source)})).makeFolder(${JSON.stringify(folder)})`;
  const runs = await Promise.all(
    Array.from({length: 6}, () =>
      execa(process.execPath, ['--input-type=module', '-e', script], {reject: false}),
    ),
  );
  t.deepEqual(
    runs.map(({exitCode, stderr}) => (exitCode === 0 ? '' : stderr)),
    Array(6).fill(''),
  );
});

test('a file in the way is told', t => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  t.throws(() => makeFolder(file), {instanceOf: UserError, message: /a file is in the place of a folder/});
});

(process.platform === 'linux' ? test : test.skip)(
  'a folder that cannot be is refused, and not tried for ever (skipped but on Linux, which has /proc)',
  t => {
    t.throws(() => makeFolder('/proc/pyxdbg/symbols'), {instanceOf: UserError});
  },
);
