import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {toolNamed} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';
import {PYD, pyd, zip} from './fixtures.ts';
import {MARKUPSAFE, onEachNode, PYAUDIO, pyxdbgOn, vendored} from './program.ts';

const cwd = writeTree({
  [`module/${PYD}`]: pyd('ok'),
  'docs/readme.md': '# No binary',
  'notes.txt': 'remember the milk',
  'sdist.tar.gz': Buffer.from('1f8b0800000000000003', 'hex'),
  'page.pyd': '<!DOCTYPE html><html><head><title>404</title>',
  'pure-1.0-py3-none-any.whl': zip({'pure/__init__.py': Buffer.from('')}),
  'cut-1.0-cp312-cp312-win_amd64.whl': zip({[PYD]: pyd('ok')}).subarray(0, 300),
  'odd names/ with blanks .pyd': pyd('error'),
  'odd names/two\nlines.pyd': pyd('error'),
});
mkdirSync(join(cwd, 'empty'));

const isRoot = process.getuid?.() === 0;
const pyxdbg = pyxdbgOn(process.execPath);

onEachNode('a file, a wheel and a folder are checked in one run', async (t, run) => {
  const {status, stdout, stderr} = await run(['check-abi', `module/${PYD}`, vendored(MARKUPSAFE), 'module'], {
    cwd,
  });
  t.is(stderr, '');
  t.is(stdout.match(/^ok {2}/gm)?.length, 3);
  t.is(status, 0);
});

for (const [what, path, says] of [
  ['is not there', 'nowhere.pyd', 'nowhere.pyd: no such file or folder'],
  ['is in a folder that is not there', 'no/where.pyd', 'no/where.pyd: no such file or folder'],
  [
    'is text, and not named like a binary',
    'notes.txt',
    'notes.txt: is no binary and no archive of binaries: it is text that begins with "remember the milk"',
  ],
  [
    'is a source distribution',
    'sdist.tar.gz',
    'sdist.tar.gz: is no binary and no archive of binaries: it is gzip-compressed data',
  ],
  [
    'is a wheel that was cut off',
    'cut-1.0-cp312-cp312-win_amd64.whl',
    'cut-1.0-cp312-cp312-win_amd64.whl: is no zip archive, or is cut short: it has no directory at its end; fetch or build it again',
  ],
] as const) {
  test.serial(`a named path that ${what} is an error of the run: status 2, the path and why`, async t => {
    const {status, stdout, stderr} = await pyxdbg(['check-abi', path], {cwd});
    t.is(stderr, '');
    t.true(stdout.replaceAll(/\s+/g, ' ').startsWith(`error ${says}`), stdout);
    t.true(stdout.endsWith('\n\n1 of 1 artefacts could not be read.\n'));
    t.is(status, 2);
  });
}

test.serial('a file that is named like a binary and is none is a finding', async t => {
  const {status, stdout} = await pyxdbg(['check-abi', 'page.pyd'], {cwd});
  t.regex(stdout, /error\[not-a-binary\] {2}it is an HTML page/);
  t.is(status, 1);
});

for (const [what, path] of [
  ['an empty folder', 'empty'],
  ['a folder without binaries', 'docs'],
  ['a wheel without binaries', 'pure-1.0-py3-none-any.whl'],
] as const) {
  test.serial(`${what} is told from one whose binaries are right, and is no failure`, async t => {
    const {status, stdout} = await pyxdbg(['check-abi', path], {cwd});
    t.is(stdout, 'ok  no binaries in it\n');
    t.is(status, 0);
  });
}

const withPipes = toolNamed('mkfifo') === null ? test.skip : test.serial;
withPipes('a named pipe is refused at once, not waited for (needs mkfifo)', async t => {
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const {status, stdout} = await pyxdbg(['check-abi', 'pipe'], {cwd});
  t.true(stdout.startsWith('error  pipe: is a named pipe, not a file; name a regular file\n'));
  t.is(status, 2);
});

test.serial('a device is refused', async t => {
  const {status, stdout} = await pyxdbg(['check-abi', '/dev/zero'], {cwd});
  t.true(stdout.startsWith('error  /dev/zero: is a device, not a file; name a regular file\n'));
  t.is(status, 2);
});

const asUser = isRoot ? test.skip : test.serial;
asUser('a file that may not be read is named (root may read all)', async t => {
  const folder = writeTree({'secret.pyd': pyd('ok')});
  chmodSync(join(folder, 'secret.pyd'), 0);
  const {status, stdout} = await pyxdbg(['check-abi', 'secret.pyd'], {cwd: folder});
  t.true(stdout.startsWith('error  secret.pyd: cannot be read: permission denied'));
  t.is(status, 2);
});

onEachNode('- reads paths from standard input, one a line', async (t, run) => {
  const input = `module/${PYD}\n\n  ${vendored(PYAUDIO)}\r\n`;
  const {status, stdout, stderr} = await run(['check-abi', '-', '--json'], {cwd, input});
  const {artefacts} = JSON.parse(stdout);
  t.is(stderr, '');
  t.deepEqual(
    artefacts.map(({path}: {path: string}) => path),
    [`module/${PYD}`, vendored(PYAUDIO)],
  );
  t.is(status, 1);
});

onEachNode('- takes paths between NUL characters as they are, blanks and line breaks too', async (t, run) => {
  const paths = ['odd names/ with blanks .pyd', 'odd names/two\nlines.pyd'];
  const {status, stdout} = await run(['check-abi', '-', '--json'], {cwd, input: `${paths.join('\0')}\0`});
  const {artefacts} = JSON.parse(stdout);
  t.deepEqual(
    artefacts.map(({path, error}: {path: string; error?: string}) => [path, error]),
    paths.map(path => [path, undefined]),
  );
  t.is(status, 1);
});

test.serial('- without any path has nothing to check', async t => {
  const {status, stdout, stderr} = await pyxdbg(['check-abi', '-'], {cwd});
  t.deepEqual({status, stdout}, {status: 0, stdout: ''});
  t.is(stderr, 'pyxdbg: nothing to check: standard input names no path\n');
});

test.serial('behind -- a word with a dash is a path', async t => {
  const folder = writeTree({'-q.pyd': pyd('error')});
  const {status, stdout} = await pyxdbg(['check-abi', '--', '-q.pyd'], {cwd: folder});
  t.true(stdout.startsWith('-q.pyd\n'));
  t.is(status, 1);
});

test.serial('a Python of the near future is a remark, not a failure', async t => {
  // 3.15 is in its beta, 3.16 in development, when 3.14 is the newest (PEP 790, 602).
  for (const version of ['3.15', '3.16']) {
    const words = [
      'check-abi',
      '--python',
      version,
      '--json',
      vendored('argon2_cffi_bindings-26.2.0-cp310-abi3-win_amd64.whl'),
    ];
    const {status, stdout, stderr} = await pyxdbg(words, {cwd});
    t.regex(stderr, new RegExp(`^pyxdbg: CPython ${version.replace('.', '\\.')} is newer than [^\\n]+\\n$`));
    t.deepEqual(JSON.parse(stdout).artefacts[0].binaries[0].target.pythons, [version]);
    t.is(status, 0);
  }
  t.is((await pyxdbg(['check-abi', '--python', '3.13', vendored(MARKUPSAFE)], {cwd})).stderr, '');
});

for (const name of ['sys', 'builtins', '_thread']) {
  test.serial(`${name} is said to be built in, whichever Python is at hand`, async t => {
    for (const env of [{}, {PATH: '/nowhere'}]) {
      const {status, stdout} = await pyxdbg(['check-abi', name], {cwd, env});
      t.regex(
        stdout.replaceAll(/\s+/g, ' '),
        new RegExp(
          `^error ${name}: is built into the Python interpreter, and has no file of its own to check; `,
        ),
      );
      t.is(status, 2);
    }
  });
}

test.serial('math is built in where the standard library of that Python has no file for it', async t => {
  const venv = writeTree({
    'base/lib/python3.12/os.py': '',
    'base/lib/python3.12/lib-dynload/cmath.cpython-312-x86_64-linux-gnu.so': 'no binary, but there',
    'base/bin/python3.12': '',
    'venv/bin/python': {linkTo: '../../base/bin/python3.12'},
    'venv/lib/python3.12/site-packages/x.py': '',
  });
  writeTree({'pyvenv.cfg': `home = ${join(venv, 'base', 'bin')}\nversion = 3.12.1\n`}, join(venv, 'venv'));
  const check = (name: string) => pyxdbg(['check-abi', name], {cwd, env: {VIRTUAL_ENV: join(venv, 'venv')}});
  t.regex((await check('math')).stdout, /^error {2}math: is built into the Python interpreter/);
  t.notRegex((await check('cmath')).stdout, /built into/);
  t.notRegex((await check('nowhere')).stdout, /built into/);
});

const withShell = process.platform === 'win32' ? test.skip : test.serial;
withShell('while an interpreter is slow to answer, stderr says what is waited for', async t => {
  const answer = {
    implementation: 'cpython',
    version: [3, 13],
    freeThreaded: false,
    debug: false,
    wideUnicode: true,
    platform: 'win_amd64',
    suffixes: ['.cp313-win_amd64.pyd', '.pyd'],
    binary: null,
    libraryFolder: null,
  };
  const folder = writeTree({'slow/bin/python': `#!/bin/sh\nsleep 2.6\necho '${JSON.stringify(answer)}'\n`});
  chmodSync(join(folder, 'slow', 'bin', 'python'), 0o755);
  const {status, stdout, stderr} = await pyxdbg(['check-abi', '--python', 'slow', vendored(MARKUPSAFE)], {
    cwd: folder,
  });
  t.is(stderr, 'pyxdbg: waiting for slow/bin/python to say which Python it is (at most 30 seconds)\n');
  t.regex(stdout, /^ok {2}1 binary, CPython 3\.13/);
  t.is(status, 0);
});
