import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {localOpener} from '../../src/system/check-world.ts';

function temporary(t: {teardown(clean: () => void): void}): string {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-world-'));
  t.teardown(() => rmSync(folder, {recursive: true}));
  return folder;
}

test('an environment brings the projects that are installed in it as editable', t => {
  const folder = temporary(t);
  const packages = join(folder, 'venv', 'lib', 'python3.12', 'site-packages');
  mkdirSync(packages, {recursive: true});
  mkdirSync(join(folder, 'with', 'src'), {recursive: true});
  mkdirSync(join(folder, 'without'));
  writeFileSync(join(folder, 'venv', 'pyvenv.cfg'), 'version = 3.12.1\n');
  writeFileSync(join(folder, 'with', 'src', 'speed.cpython-312-x86_64-linux-gnu.so'), 'not yet built');
  writeFileSync(
    join(packages, '__editable__.pth'),
    `${join(folder, 'with', 'src')}\n${join(folder, 'without')}\nimport os\n`,
  );
  t.deepEqual(localOpener.expand(join(folder, 'venv')), [join(folder, 'venv'), join(folder, 'with', 'src')]);
});

test('a link that leads nowhere is called that', t => {
  const link = join(temporary(t), 'module.so');
  symlinkSync('nowhere', link);
  const error = t.throws(() => localOpener.expand(link), {instanceOf: UserError});
  t.is(error.what, 'is a link that leads nowhere');
});

test('a name that is no UTF-8 is called that', t => {
  const error = t.throws(() => localOpener.expand('bad\uFFFD.so'), {instanceOf: UserError});
  t.regex(error.what, /UTF-8/);
});
