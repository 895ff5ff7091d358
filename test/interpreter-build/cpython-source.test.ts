import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {isSourcePart, memberProblem, sourceVersion} from '../../src/interpreter-build/cpython-source.ts';
import {setupLocal} from '../../src/interpreter-build/setup-local.ts';
import {toolNamed} from '../builders/tools.ts';

// The distribution's own before others: it builds modules in.
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : toolNamed('python3');
const ask = (code: string): string =>
  python === null ? '' : execFileSync(python, ['-c', code], {encoding: 'utf8'}).trim();
const header = ask("import sysconfig; print(sysconfig.get_path('include') + '/patchlevel.h')");
const withHeaders = existsSync(header) ? test : test.skip;

withHeaders('the version of a source is the one that its interpreter says', t => {
  t.is(
    sourceVersion(readFileSync(header, 'utf8'))?.join('.'),
    ask('import platform; print(platform.python_version())'),
  );
});

test('a file that is no patchlevel.h has no version', t => {
  t.is(sourceVersion('#define PY_MAJOR_VERSION 3\n'), null);
  t.is(sourceVersion(''), null);
});

test('members of an archive that lead out of it are told from those that do not', t => {
  for (const name of ['Python-3.11.2/Lib/os.py', './a', 'a..b/c', '..a/b'])
    t.is(memberProblem(name), null, name);
  for (const name of ['/etc/passwd', 'C:\\x', '\\x']) t.is(memberProblem(name), 'is absolute', name);
  for (const name of ['../x', 'a/../../x', 'a/..', 'a\\..\\x']) {
    t.is(memberProblem(name), 'leads out of the archive', name);
  }
});

test('a copy leaves out histories and what was built, and takes all sources', t => {
  for (const path of [
    '.git',
    'Makefile',
    'Objects/listobject.o',
    'libpython3.11.a',
    'build',
    'Lib/__pycache__',
  ]) {
    t.false(isSourcePart(path), path);
  }
  // CPython has sources by these names.
  for (const path of [
    'Doc/Makefile',
    'Lib/distutils/command/build.py',
    'Lib/test/libregrtest',
    'Makefile.pre.in',
    'Lib/lib2to3/fixes/fix_print.py',
    'configure',
    'Tools/build',
  ]) {
    t.true(isSourcePart(path), path);
  }
});

const config = ask("import sysconfig; print(sysconfig.get_config_var('LIBPL') or '')");
const hasSetup = ['Setup', 'Setup.local'].every(name => existsSync(`${config}/${name}`));
const withSetup = hasSetup ? test : test.skip;

withSetup('modules are built in as the distribution built them in', t => {
  const read = (name: string): string => readFileSync(`${config}/${name}`, 'utf8');
  const names = (text: string): string[] =>
    [...text.matchAll(/^(\w+) +\S+\.c\b/gm)].map(([, name = '']) => name).sort();
  const builtin = ask('import sys; print(" ".join(sys.builtin_module_names))').split(' ');
  const made = setupLocal(read('Setup'), builtin, () => true);
  t.deepEqual(names(made ?? ''), names(read('Setup.local')));
});

test('a module without its library, or without a line in Setup, is not built in', t => {
  const setup = '# Edit this\n#zlib  zlibmodule.c -lz\n#math mathmodule.c\nposix posixmodule.c\n';
  t.is(
    setupLocal(setup, ['zlib', 'math', 'sys', 'posix'], name => name !== 'zlib'),
    '*static*\nmath mathmodule.c\n',
  );
  t.is(
    setupLocal(setup, ['sys'], () => true),
    null,
  );
});

test('a line that goes on with a backslash is one line', t => {
  const setup = '#_tkinter _tkinter.c tkappinit.c -DWITH_APPINIT \\\n#\t-L/usr/local/lib \\\n#\t-ltk8.6\n';
  t.is(
    setupLocal(setup, ['_tkinter'], () => true),
    '*static*\n_tkinter _tkinter.c tkappinit.c -DWITH_APPINIT  -L/usr/local/lib  -ltk8.6\n',
  );
});
