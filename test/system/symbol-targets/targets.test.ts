import {cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {subjectsOf} from '../../../src/system/symbol-targets.ts';
import {buildElf} from '../../builders/elf.ts';
import {buildPe} from '../../builders/pe.ts';
import {printedByReadelf, readelf} from '../../builders/readelf.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {writeTree} from '../../builders/tree.ts';

const ELF = (id: number) => buildElf({notes: [{name: 'GNU', type: 3, content: [id]}]}).bytes;
const artefacts = fileURLToPath(new URL('../../artefacts', import.meta.url));

test('a file is itself, by its real path', async t => {
  const folder = writeTree({'spam.so': ELF(1), 'link.so': {linkTo: 'spam.so'}});
  const {subjects, notes} = await subjectsOf(join(folder, 'link.so'));
  t.deepEqual(notes, []);
  t.like(subjects, [
    {
      path: join(folder, 'link.so'),
      name: 'link.so',
      location: join(folder, 'spam.so'),
      archive: null,
      format: 'elf',
      identity: {kind: 'build-id', id: '01'},
      own: {dwarf: false},
    },
  ]);
});

test('a folder is its binaries; those that cannot be read are notes', async t => {
  const folder = writeTree({
    'a.so': ELF(1),
    'sub/b.pyd': buildPe({timestamp: 7}).bytes,
    'sub/cut.so': ELF(2).subarray(0, 100),
    'text.so': 'INPUT(libspam.so)',
    'readme.txt': 'no binary',
  });
  const {subjects, notes} = await subjectsOf(folder);
  t.deepEqual(
    subjects.map(({path, format}) => [path, format]),
    [
      [join(folder, 'a.so'), 'elf'],
      [join(folder, 'sub', 'b.pyd'), 'pe'],
    ],
  );
  t.is(notes.length, 2);
  t.regex(notes[0] ?? '', /sub.cut\.so: .*past the end/);
  t.regex(notes[1] ?? '', /text\.so: /);
});

test('a broken section table leaves the identity', async t => {
  const {bytes, view} = buildElf({notes: [{name: 'GNU', type: 3, content: [9]}]});
  view.setBigUint64(40, 0xffff_ffffn, true);
  view.setUint16(58, 64, true);
  view.setUint16(60, 5, true);
  const {subjects} = await subjectsOf(join(writeTree({'a.so': bytes}), 'a.so'));
  t.like(subjects[0], {identity: {id: '09'}, own: {dwarf: false}});
});

test('a wheel is its members, which are on no disk', async t => {
  const wheel = join(artefacts, 'markupsafe-3.0.3-cp313-cp313-win_amd64.whl');
  const {subjects} = await subjectsOf(wheel);
  t.like(subjects, [
    {
      path: 'markupsafe/_speedups.cp313-win_amd64.pyd',
      name: '_speedups.cp313-win_amd64.pyd',
      location: null,
      archive: wheel,
      format: 'pe',
    },
  ]);
});

test('a folder of wheels is all their members, whatever is wrong with one', async t => {
  const folder = temporaryFolder();
  for (const name of [
    'markupsafe-3.0.3-cp313-cp313-win_amd64.whl',
    'MarkupSafe-1.1.1-cp27-cp27m-win32.whl',
  ]) {
    cpSync(join(artefacts, name), join(folder, name));
  }
  writeFileSync(join(folder, 'cut-1.0-py3-none-any.whl'), 'PK\x03\x04');
  const {subjects, notes} = await subjectsOf(folder);
  t.deepEqual(subjects.map(({archive}) => basename(archive ?? '')).sort(), [
    'MarkupSafe-1.1.1-cp27-cp27m-win32.whl',
    'markupsafe-3.0.3-cp313-cp313-win_amd64.whl',
  ]);
  t.regex(notes.join('\n'), /cut-1\.0.*no zip archive/);
});

/** An installed Python as Windows' installer lays it out, and a virtual environment on it. */
function windowsPython(): {prefix: string; venv: string} {
  const exe = buildPe({
    characteristics: 0x0002,
    imports: [{library: 'PYTHON311.dll', entries: ['Py_Main']}],
  }).bytes;
  const folder = writeTree({
    'base/python.exe': exe,
    'base/python311.dll': buildPe({timestamp: 311}).bytes,
    'base/python3.dll': buildPe().bytes,
    'base/DLLs/_ssl.pyd': buildPe({timestamp: 1}).bytes,
    'base/Lib/os.py': '',
    'venv/Scripts/python.exe': buildPe({characteristics: 0x0002}).bytes,
    'venv/Lib/site-packages/spam.pyd': buildPe({timestamp: 2}).bytes,
  });
  const prefix = join(folder, 'base');
  writeFileSync(join(folder, 'venv', 'pyvenv.cfg'), `home = ${prefix}\nversion = 3.11.2\n`);
  return {prefix, venv: join(folder, 'venv')};
}

test('a program brings the Python library that it loads, whatever its case', async t => {
  const {prefix} = windowsPython();
  const {subjects} = await subjectsOf(join(prefix, 'python.exe'));
  t.deepEqual(
    subjects.map(({location}) => location),
    [join(prefix, 'python.exe'), join(prefix, 'python311.dll')],
  );
});

test("a virtual environment's launcher brings the interpreter behind it", async t => {
  const {prefix, venv} = windowsPython();
  const {subjects} = await subjectsOf(join(venv, 'Scripts', 'python.exe'));
  t.deepEqual(
    subjects.map(({location}) => location),
    [join(venv, 'Scripts', 'python.exe'), join(prefix, 'python.exe'), join(prefix, 'python311.dll')],
  );
});

test('a virtual environment brings its modules, its interpreter, and the modules of the standard library', async t => {
  const {prefix, venv} = windowsPython();
  const {subjects, notes} = await subjectsOf(venv);
  t.deepEqual(notes, []);
  t.deepEqual(
    subjects.map(({location}) => location),
    [
      join(venv, 'Lib', 'site-packages', 'spam.pyd'),
      join(prefix, 'python.exe'),
      join(prefix, 'python311.dll'),
      join(prefix, 'DLLs', '_ssl.pyd'),
    ],
  );
});

test('a prefix has each of its files once', async t => {
  const {prefix} = windowsPython();
  const {subjects} = await subjectsOf(prefix);
  const locations = subjects.map(({location}) => location);
  t.is(new Set(locations).size, locations.length);
  t.is(locations.length, 4);
});

test('on Unix the interpreter is where bin/python leads, with its library and lib-dynload', async t => {
  const program = (needed: readonly string[]) =>
    buildElf({type: 2, interpreter: '/lib64/ld.so', needed, runpath: '$ORIGIN/../lib'}).bytes;
  const folder = writeTree({
    'base/bin/python3.12': program(['libpython3.12.so.1.0', 'libc.so.6']),
    'base/lib/libpython3.12.so.1.0': buildElf({soname: 'libpython3.12.so.1.0'}).bytes,
    'base/lib/python3.12/os.py': '',
    'base/lib/python3.12/lib-dynload/_ssl.so': ELF(3),
    'venv/lib/python3.12/site-packages/spam.so': ELF(4),
  });
  const base = join(folder, 'base');
  const venv = join(folder, 'venv');
  mkdirSync(join(venv, 'bin'));
  symlinkSync(join(base, 'bin', 'python3.12'), join(venv, 'bin', 'python'));
  writeFileSync(join(venv, 'pyvenv.cfg'), `home = ${join(base, 'bin')}\nversion = 3.12.1\n`);
  const expected = [join(base, 'bin', 'python3.12'), join(base, 'lib', 'libpython3.12.so.1.0')];
  const locations = async (target: string) =>
    (await subjectsOf(target)).subjects.map(({location}) => location);
  t.deepEqual(await locations(join(venv, 'bin', 'python')), expected);
  t.deepEqual(await locations(venv), [
    join(venv, 'lib', 'python3.12', 'site-packages', 'spam.so'),
    ...expected,
    join(base, 'lib', 'python3.12', 'lib-dynload', '_ssl.so'),
  ]);
});

test('a minidump is its modules, of which none is looked for on this machine', async t => {
  const packed = new URL('../../binary/minidump/dumps/sleep.linux.dmp.gz', import.meta.url);
  const dump = join(writeTree({'sleep.dmp': gunzipSync(readFileSync(packed))}), 'sleep.dmp');
  const {subjects, notes} = await subjectsOf(dump);
  t.deepEqual(notes, []);
  t.deepEqual(
    subjects.map(({name, location, own}) => ({name, location, own})),
    ['sleep', 'libc.so.6', 'ld-linux-x86-64.so.2'].map(name => ({name, location: null, own: null})),
  );
});

test('what is no binary, and what is not there, is said', async t => {
  const folder = writeTree({'notes.txt': 'nothing'});
  const said = async (target: string) =>
    (await t.throwsAsync(subjectsOf(target), {instanceOf: UserError})).message;
  t.regex(await said(join(folder, 'notes.txt')), /notes\.txt: has no debug information to look for/);
  t.regex(await said(join(folder, 'gone.so')), /no such file or folder/);
});

const elfTest = readelf === null ? test.skip : test;

elfTest(`build-ids are those that readelf prints (needs readelf)`, async t => {
  const program = process.execPath;
  const {subjects} = await subjectsOf(program);
  const {buildId} = printedByReadelf(program);
  const own = subjects[0]?.identity;
  t.is(own?.kind === 'build-id' ? own.id : null, buildId);
});
