import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';

const PYTHON = '/usr/bin/python3.11';
const needed = ['gdb', 'gcc', 'objcopy', 'readelf', 'dpkg-deb', 'apt-get', PYTHON.slice('/usr/bin/'.length)];
const missing = process.platform === 'linux' ? needed.filter(tool => toolNamed(tool) === null) : ['Linux'];
const package_ = missing.length === 0 ? debugPackage() : null;
if (missing.length === 0 && package_ === null) missing.push("apt's servers");
const real = missing.length === 0 ? test.serial : test.serial.skip;
const name = (title: string): string =>
  missing.length === 0 ? title : `${title} (skipped: no ${missing.join(', ')})`;

/** The debug package of Debian's interpreter, of the installed version, unpacked; null where it cannot be had. */
function debugPackage(): string | null {
  const folder = temporaryFolder();
  try {
    const status = execFileSync('dpkg-query', ['-s', 'python3.11'], {encoding: 'utf8'});
    const version = /^Version: (\S+)$/m.exec(status)?.[1];
    for (const one of ['python3.11-dbg', 'libpython3.11-dbg']) {
      execFileSync('apt-get', ['download', `${one}=${version}`], {cwd: folder, stdio: 'pipe'});
    }
    for (const deb of readdirSync(folder).filter(file => file.endsWith('.deb'))) {
      execFileSync('dpkg-deb', ['-x', join(folder, deb), join(folder, 'unpacked')]);
    }
    return join(folder, 'unpacked');
  } catch {
    return null;
  }
}

/** A tree as debuginfod serves it, of all debug files below `.build-id` folders, and of further files. */
function debuginfodTree(files: ReadonlyMap<string, string>): string {
  const tree = temporaryFolder();
  for (const [id, file] of files) {
    mkdirSync(join(tree, 'buildid', id), {recursive: true});
    copyFileSync(file, join(tree, 'buildid', id, 'debuginfo'));
  }
  return tree;
}

const buildIdOf = (file: string): string =>
  /Build ID: ([0-9a-f]+)/.exec(execFileSync('readelf', ['-n', file], {encoding: 'utf8'}))?.[1] ?? '';

/** gdb without any debug files but those of a folder. */
async function gdb(
  folder: string,
  commands: readonly string[],
  words: readonly string[],
  cwd: string,
): Promise<string> {
  const {stdout} = await execa(
    'gdb',
    [
      '-nx',
      '-q',
      '-batch',
      ...[
        'set debuginfod enabled off',
        'set auto-load python-scripts off',
        `set debug-file-directory ${folder}`,
      ].flatMap(line => ['-iex', line]),
      ...['set breakpoint pending on', ...commands].flatMap(line => ['-ex', line]),
      '--args',
      ...words,
    ],
    {reject: false, cwd, timeout: 120_000},
  );
  return stdout;
}

async function fetchSymbols(store: string, tree: string, ...targets: readonly string[]) {
  const words = [
    'symbols',
    'fetch',
    '--store',
    store,
    '--source',
    'store',
    '--source',
    'debuginfod',
    '--json',
  ];
  const {stdout, exitCode} = await execa(process.execPath, [program, ...words, ...targets], {
    env: environment({DEBUGINFOD_URLS: `file://${tree}`}),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return {exitCode, binaries: JSON.parse(stdout).binaries};
}

const SPAM = `#include <Python.h>
static PyObject *total(PyObject *self, PyObject *arg) {
  long limit = PyLong_AsLong(arg), sum = 0;
  for (long i = 1; i <= limit; i++) {
    long square = i * i;
    sum += square;
  }
  return PyLong_FromLong(sum);
}
static PyMethodDef methods[] = {{"total", total, METH_O, 0}, {0}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam", 0, -1, methods};
PyMODINIT_FUNC PyInit_spam(void) { return PyModule_Create(&module); }
`;

real(name('gdb shows lines and locals of a stripped extension after the fetch, and none before'), async t => {
  const folder = temporaryFolder();
  const run = (tool: string, ...words: string[]) =>
    execFileSync(tool, words, {cwd: folder, encoding: 'utf8'});
  writeFileSync(join(folder, 'spam.c'), SPAM);
  const include = run(PYTHON, '-c', 'import sysconfig; print(sysconfig.get_path("include"))').trim();
  run(
    'gcc',
    '-shared',
    '-fPIC',
    '-O0',
    '-g3',
    `-I${include}`,
    'spam.c',
    '-o',
    'full.so',
    '-Wl,--build-id=sha1',
  );
  run('objcopy', '--only-keep-debug', 'full.so', 'spam.debug');
  run('objcopy', '--strip-unneeded', 'full.so', 'spam.so');
  const tree = debuginfodTree(new Map([[buildIdOf(join(folder, 'spam.so')), join(folder, 'spam.debug')]]));
  const line = SPAM.split('\n').findIndex(text => text.includes('sum += square')) + 1;
  const stop = (store: string) =>
    gdb(
      store,
      [`break spam.c:${line}`, 'run', 'info locals', 'bt 1'],
      [PYTHON, '-c', 'import spam; spam.total(3)'],
      folder,
    );

  const store = join(folder, 'store');
  t.notRegex(await stop(store), /Breakpoint 1, /);
  t.is((await fetchSymbols(store, tree, join(folder, 'spam.so'))).exitCode, 0);
  const after = await stop(store);
  t.regex(after, new RegExp(`Breakpoint 1, total \\(self=.*\\) at spam\\.c:${line}`));
  t.regex(after, /square = 1\n/);
  t.regex(after, /limit = 3\n/);
});

real(name('gdb shows lines and locals of libpython after the fetch, and none before'), async t => {
  const folder = temporaryFolder();
  const run = (tool: string, ...words: string[]) =>
    execFileSync(tool, words, {cwd: folder, encoding: 'utf8'});
  const library = '/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0';
  writeFileSync(
    join(folder, 'host.c'),
    'int Py_BytesMain(int, char **);\nint main(int argc, char **argv) { return Py_BytesMain(argc, argv); }\n',
  );
  run('gcc', 'host.c', '-o', 'host', library);
  const id = buildIdOf(library);
  const file = join(package_ ?? '', 'usr/lib/debug/.build-id', id.slice(0, 2), `${id.slice(2)}.debug`);
  const tree = debuginfodTree(new Map([[id, file]]));
  const stop = (store: string) =>
    gdb(
      store,
      ['break list_extend', 'run', 'bt 2', 'info locals'],
      ['./host', '-c', '[].extend(iter([1]))'],
      folder,
    );

  const store = join(folder, 'store');
  t.notRegex(await stop(store), /list_extend \(self=/);
  const {exitCode, binaries} = await fetchSymbols(store, tree, library);
  t.is(exitCode, 0);
  t.like(binaries[0], {verdict: 'matching', source: 'debuginfod'});
  const after = await stop(store);
  t.regex(after, /list_extend \(self=0x\w+, iterable=0x\w+\) at \.\.\/(?:Include|Objects)\/\w+\.[ch]:\d+/);
  t.regex(after, /_PyEval_EvalFrameDefault \(.*\) at \.\.\/Python\/ceval\.c:\d+/);
  // Many are optimised out of a release build; that they are named is what the debug information adds.
  t.regex(after, /^iternext = /m);
});
