import {existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {removeSettingsFile, writeSettingsFile} from '../../../src/system/symbols-handover/settings-file.ts';
import {temporaryFolder} from '../../builders/tools.ts';

test('a file is written whole, replaced and removed again', t => {
  const folder = temporaryFolder();
  const file = join(folder, 'symbols.gdb');
  writeSettingsFile(file, 'set one\n', '#');
  writeSettingsFile(file, 'set two\n', '#');
  const lines = readFileSync(file, 'utf8').split('\n');
  t.regex(lines[0] ?? '', /^# written by pyxdbg/);
  t.deepEqual(lines.slice(1), ['set two', '']);
  t.deepEqual(readdirSync(folder), ['symbols.gdb']);
  t.true(removeSettingsFile(file, '#'));
  t.false(existsSync(file));
  t.false(removeSettingsFile(file, '#'));
});

test('a file that somebody else wrote or changed is left alone', t => {
  const folder = temporaryFolder();
  const foreign = join(folder, 'foreign');
  writeFileSync(foreign, '# mine\n');
  const changed = join(folder, 'changed');
  writeSettingsFile(changed, 'set one\n', '#');
  writeFileSync(changed, `${readFileSync(changed, 'utf8')}set mine\n`);
  const link = join(folder, 'link');
  const ours = join(folder, 'ours');
  writeSettingsFile(ours, 'set one\n', '#');
  symlinkSync(ours, link);
  for (const file of [foreign, changed, link, folder]) {
    const before = file === folder ? null : readFileSync(file, 'utf8');
    t.throws(() => writeSettingsFile(file, 'set two\n', '#'), {instanceOf: UserError});
    t.throws(() => removeSettingsFile(file, '#'), {instanceOf: UserError});
    if (before !== null) t.is(readFileSync(file, 'utf8'), before);
  }
});

test('an empty file, and one that ends within its first line, are not taken for ours', t => {
  const file = join(temporaryFolder(), 'x');
  for (const text of ['', '# written by pyxdbg symbols path, digest']) {
    writeFileSync(file, text);
    t.throws(() => writeSettingsFile(file, 'x', '#'), {message: /is not a file that pyxdbg/});
  }
});
