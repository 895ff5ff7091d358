import {spawnSync} from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {
  MARKER,
  openWorkFolder,
  publish,
  realPrefix,
  requirePrefix,
} from '../../../src/system/python-build/prefix.ts';
import {temporaryFolder} from '../../builders/tools.ts';

const refused = (
  t: {throws: (run: () => void, expected: object) => unknown},
  prefix: string,
  message: RegExp,
) => t.throws(() => requirePrefix(prefix), {instanceOf: UserError, message});

/** A prefix with one file in it, and the marker of ours or not. */
function prefixWith(file: string, {isOurs}: {isOurs: boolean}): string {
  const prefix = join(temporaryFolder(), 'python');
  mkdirSync(prefix);
  writeFileSync(join(prefix, file), file);
  if (isOurs) writeFileSync(join(prefix, MARKER), '{}');
  return prefix;
}

test('a prefix that is new, empty or ours may be written', t => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'empty'));
  t.notThrows(() => requirePrefix(join(folder, 'a', 'b', 'new')));
  t.notThrows(() => requirePrefix(join(folder, 'empty')));
  t.notThrows(() => requirePrefix(prefixWith('old', {isOurs: true})));
});

test('what is not ours is never written over', t => {
  refused(
    t,
    prefixWith('precious', {isOurs: false}),
    /is not empty, and pyxdbg did not make it; name a folder/,
  );
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  refused(t, file, /is a file, not a folder/);
});

test('a name that configure and make would tear apart is refused', t => {
  for (const name of ['with blank', 'with$dollar', "with'quote", 'with:colon', 'with#hash']) {
    refused(t, join(temporaryFolder(), name), /has a blank or another character/);
  }
});

const asUser = process.platform === 'win32' || process.getuid?.() === 0 ? test.skip : test;
asUser('a folder that cannot be written to is refused (not as root, whom nothing stops)', t => {
  const folder = join(temporaryFolder(), 'locked');
  mkdirSync(folder, {mode: 0o500});
  refused(t, join(folder, 'python'), /cannot be made: the folder .*locked cannot be written to/);
  chmodSync(folder, 0o700);
});

const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix('links above the prefix are resolved: compilers record where files really are', t => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  t.is(
    realPrefix(join(folder, 'link', 'a', 'python')),
    join(realPrefix(join(folder, 'real')), 'a', 'python'),
  );
});

test('what is published takes the place of the old prefix as a whole, marked as ours', t => {
  const prefix = prefixWith('old', {isOurs: true});
  const work = openWorkFolder(prefix);
  const installed = join(work.stage, 'python');
  mkdirSync(installed, {recursive: true});
  writeFileSync(join(installed, 'new'), 'new');
  publish(prefix, installed, work);
  work.remove();
  t.deepEqual(readdirSync(prefix).sort(), [MARKER, 'new']);
  t.deepEqual(readdirSync(join(prefix, '..')), ['python']);
  t.notThrows(() => requirePrefix(prefix));
});

test('a prefix that somebody filled meanwhile stays as it is', t => {
  const prefix = join(temporaryFolder(), 'python');
  const work = openWorkFolder(prefix);
  const installed = join(work.stage, 'python');
  mkdirSync(installed, {recursive: true});
  mkdirSync(prefix);
  writeFileSync(join(prefix, 'theirs'), 'theirs');
  t.throws(() => publish(prefix, installed, work), {instanceOf: UserError, message: /is not empty/});
  t.is(readFileSync(join(prefix, 'theirs'), 'utf8'), 'theirs');
});

test('the folder that a killed build left is removed by the next one, that of a running one is not', t => {
  const above = temporaryFolder();
  const prefix = join(above, 'python');
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const left = join(above, `.pyxdbg-python-${ended}`);
  const running = join(above, `.pyxdbg-python-${process.ppid}`);
  const other = join(above, `.pyxdbg-python3-${ended}`);
  for (const folder of [left, running, other]) mkdirSync(join(folder, 'src'), {recursive: true});
  const work = openWorkFolder(prefix);
  t.deepEqual([left, running, other, work.folder].map(existsSync), [false, true, true, true]);
  work.remove();
  t.false(existsSync(work.folder));
});
