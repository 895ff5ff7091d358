import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {sourceLines} from '../../../src/system/debugging/source-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-test-'));
test.after.always(() => rmSync(folder, {recursive: true}));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), {recursive: true});
  writeFileSync(path, text);
  return path;
};

test('lines count from 1, with either end of line; behind the last there is none', t => {
  const path = write('lines/a.c', 'one\r\ntwo\nthree');
  const {line} = sourceLines([]);
  t.deepEqual(
    [0, 1, 2, 3, 4, -1, 1e9].map(number => line(path, number)),
    [null, 'one', 'two', 'three', null, null, null],
  );
});

test('a relative name is looked for in the folders, in their order', t => {
  write('first/app.py', 'first');
  write('second/app.py', 'second');
  write('second/other.py', 'other');
  const {line} = sourceLines([join(folder, 'first'), join(folder, 'second')]);
  t.is(line('app.py', 1), 'first');
  t.is(line('other.py', 1), 'other');
  t.is(line('<string>', 1), null);
});

test('an absolute name that is not here is found by its longest end that is', t => {
  write('project/src/parts/work.c', 'the right one');
  write('project/parts/work.c', 'another');
  write('project/work.c', 'a third');
  const sources = sourceLines([join(folder, 'project')]);
  t.is(sources.line('/build/x1/src/parts/work.c', 1), 'the right one');
  t.is(sources.elsewhere?.('/build/x1/src/parts/work.c'), join('src', 'parts', 'work.c'));
  t.is(sources.line('/build/x1/lib/parts/work.c', 1), 'another');
  t.is(sources.line('/build/x1/none.c', 1), null);
  t.is(sources.elsewhere?.('/build/x1/none.c'), null);
  // Not out of the folder.
  t.is(sourceLines([join(folder, 'project', 'src')]).line('/build/../work.c', 1), null);
});

test('a file that is here is taken from nowhere else', t => {
  const path = write('here/a.c', 'here');
  const sources = sourceLines([folder]);
  t.is(sources.line(path, 1), 'here');
  t.is(sources.elsewhere?.(path), null);
});

test('a file that changed after its module was built is newer, one from before is not', t => {
  const [source, module] = [write('age/a.c', 'x'), write('age/a.so', '')];
  const {isNewer} = sourceLines([]);
  utimesSync(module, 1000, 1000);
  utimesSync(source, 999, 999);
  t.false(isNewer?.(source, module));
  const other = write('age/b.c', 'x');
  utimesSync(other, 1001, 1001);
  t.true(isNewer?.(other, module));
  t.false(isNewer?.(other, join(folder, 'age', 'none.so')));
});

test('a large file has no lines', t => {
  const path = write('large.c', 'x\n');
  truncateSync(path, (8 << 20) + 1);
  t.is(sourceLines([]).line(path, 1), null);
});

test('files are read up to a limit in all', t => {
  const names = Array.from({length: 9}, (_, at) => {
    const path = write(`many/${at}.c`, 'x\n');
    truncateSync(path, 8 << 20);
    return path;
  });
  const {line} = sourceLines([]);
  t.deepEqual(
    names.map(name => line(name, 1)),
    [...Array.from({length: 8}, () => 'x'), null],
  );
});

const onWindows = process.platform === 'win32' ? ' (skipped: Windows has no such pipes)' : '';

(onWindows === '' ? test : test.skip)(`a pipe that nobody writes to keeps nobody waiting${onWindows}`, t => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  t.is(sourceLines([]).line(pipe, 1), null);
});

const elsewhere = process.platform === 'linux' ? '' : ' (skipped: not Linux)';

(elsewhere === '' ? test : test.skip)(`what the kernel shows as files is no source${elsewhere}`, t => {
  t.is(sourceLines([]).line('/proc/self/environ', 1), '');
  t.is(sourceLines([]).line('/dev/zero', 1), null);
});

test('of another user’s process only files are shown that this user could read', t => {
  const file = write('of-root/secret.py', 'secret = 1\n');
  const inner = join(file, '..');
  chmodSync(folder, 0o755);
  chmodSync(inner, 0o755);
  const other = (process.getuid?.() ?? 0) + 1;
  const line = (owner: number | null): string | null => sourceLines([], owner).line(file, 1);
  chmodSync(file, 0o600);
  t.is(line(null), 'secret = 1');
  t.is(line(process.getuid?.() ?? 0), 'secret = 1');
  t.is(line(other), null);
  chmodSync(file, 0o644);
  t.is(line(other), 'secret = 1');
  // A folder that only we may enter.
  chmodSync(inner, 0o700);
  t.is(line(other), null);
});
