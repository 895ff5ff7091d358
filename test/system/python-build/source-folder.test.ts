import {execFileSync} from 'node:child_process';
import {existsSync, lstatSync, mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {
  copySource,
  requireCpythonSource,
  unpackTarball,
} from '../../../src/system/python-build/source-folder.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const PATCHLEVEL = '#define PY_MAJOR_VERSION 3\n#define PY_MINOR_VERSION 11\n#define PY_MICRO_VERSION 2\n';

/** A folder that looks like a release of CPython, with some more files in it. */
function source(files: Readonly<Record<string, string>> = {}): string {
  const folder = join(temporaryFolder(), 'Python-3.11.2');
  for (const [name, text] of Object.entries({
    'Include/patchlevel.h': PATCHLEVEL,
    configure: '#!/bin/sh\n',
    ...files,
  })) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test('a source of CPython is known by its version and its configure', t => {
  t.deepEqual(requireCpythonSource(source(), 'x').version, [3, 11, 2]);
  const message = /^x: is no source of CPython/;
  t.throws(() => requireCpythonSource(temporaryFolder(), 'x'), {instanceOf: UserError, message});
  t.throws(() => requireCpythonSource(source({'Include/patchlevel.h': '\n'}), 'x'), {message});
});

test('a folder is copied without what was built in it, with its times, and stays as it was', async t => {
  const from = source({
    'Objects/a.c': '',
    'Objects/a.o': '',
    Makefile: '',
    '.git/HEAD': '',
    'Doc/Makefile': '',
  });
  utimesSync(join(from, 'configure'), 1000, 1000);
  const before = readdirSync(from, {recursive: true}).sort();
  const to = join(temporaryFolder(), 'copy');
  t.deepEqual((await copySource(from, to)).version, [3, 11, 2]);
  t.deepEqual(
    ['Objects/a.c', 'Doc/Makefile', 'Objects/a.o', 'Makefile', '.git'].map(name =>
      existsSync(join(to, name)),
    ),
    [true, true, false, false, false],
  );
  t.is(lstatSync(join(to, 'configure')).mtimeMs, 1_000_000);
  t.deepEqual(readdirSync(from, {recursive: true}).sort(), before);
});

test('a prefix in the source itself is refused', async t => {
  const from = source();
  await t.throwsAsync(copySource(from, join(from, 'out', 'work', 'src')), {
    instanceOf: UserError,
    message: /stands in the source that is to be built/,
  });
});

const withTar = toolNamed('tar') && toolNamed('python3') ? test : test.skip;

/** Writes a tarball by Python's tarfile, which lets every member through. */
function tarball(name: string, code: string, mode = 'w:gz'): string {
  const path = join(temporaryFolder(), name);
  const script = `
import io, sys, tarfile
def add(name, text="", kind=tarfile.REGTYPE, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, target, len(text)
    archive.addfile(info, io.BytesIO(text.encode()))
with tarfile.open(sys.argv[1], sys.argv[2]) as archive:
    add("Python-3.11.2/Include/patchlevel.h", ${JSON.stringify(PATCHLEVEL)})
    add("Python-3.11.2/configure", "#!/bin/sh")
    ${code}
`;
  execFileSync('python3', ['-c', script, path, mode]);
  return path;
}

function place(): string {
  const folder = join(temporaryFolder(), 'unpacked');
  mkdirSync(folder);
  return folder;
}

for (const [name, mode] of [
  ['x.tgz', 'w:gz'],
  ['x.tar.xz', 'w:xz'],
  ['x.tar.bz2', 'w:bz2'],
] as const) {
  withTar(`a tarball is unpacked: ${name}`, async t => {
    const found = await unpackTarball(tarball(name, 'add("Python-3.11.2/Lib/os.py")', mode), place());
    t.deepEqual(found.version, [3, 11, 2]);
    t.true(existsSync(join(found.folder, 'Lib', 'os.py')));
  });
}

withTar('a member that leads out of the archive is refused before anything is written', async t => {
  for (const [member, problem] of [
    ['../escaped', 'leads out of the archive'],
    ['Python-3.11.2/../../escaped', 'leads out of the archive'],
    ['/tmp/pyxdbg-escaped', 'is absolute'],
  ] as const) {
    const to = place();
    await t.throwsAsync(unpackTarball(tarball('x.tgz', `add(${JSON.stringify(member)}, "x")`), to), {
      instanceOf: UserError,
      message: new RegExp(`has a member that ${problem}`),
    });
    t.deepEqual(readdirSync(to), []);
    t.false(existsSync(join(to, '..', 'escaped')));
  }
  t.false(existsSync('/tmp/pyxdbg-escaped'));
});

withTar('a link that leads out of the archive is refused, and nothing is written through it', async t => {
  const to = place();
  const outside = join(to, '..', 'outside');
  mkdirSync(outside);
  const code =
    'add("Python-3.11.2/link", kind=tarfile.SYMTYPE, target="../../outside"); add("Python-3.11.2/link/x", "x")';
  await t.throwsAsync(unpackTarball(tarball('x.tgz', code), to), {instanceOf: UserError});
  t.deepEqual(readdirSync(outside), []);
  const absolute = 'add("Python-3.11.2/link", kind=tarfile.SYMTYPE, target="/etc")';
  await t.throwsAsync(unpackTarball(tarball('x.tgz', absolute), place()), {
    instanceOf: UserError,
    message: /has a member that leads out of the archive: "Python-3\.11\.2\/link"/,
  });
});

withTar('links within the archive are no reason to refuse it', async t => {
  const code = 'add("Python-3.11.2/link", kind=tarfile.SYMTYPE, target="Include/../configure")';
  t.deepEqual((await unpackTarball(tarball('x.tgz', code), place())).version, [3, 11, 2]);
});

withTar('what is no tarball, or none of CPython, is refused in a sentence', async t => {
  const text = join(temporaryFolder(), 'x.tar.xz');
  writeFileSync(text, 'not an archive');
  await t.throwsAsync(unpackTarball(text, place()), {instanceOf: UserError, message: /cannot be unpacked: /});
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'README'), '');
  execFileSync('tar', ['-czf', join(folder, 'x.tgz'), '-C', folder, 'README']);
  await t.throwsAsync(unpackTarball(join(folder, 'x.tgz'), place()), {
    message: /x\.tgz: is no source of CPython/,
  });
});
