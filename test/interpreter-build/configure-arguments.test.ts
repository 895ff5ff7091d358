import {execFileSync} from 'node:child_process';
import test from 'ava';
import {type ConfigureRequest, configureArguments} from '../../src/interpreter-build/configure-arguments.ts';
import {readTable} from '../../src/system/table-files.ts';
import {unixToolchains} from '../../src/toolchains/compilers.ts';
import {cpythonBuildTable} from '../../src/toolchains/cpython-build.ts';
import {toolNamed} from '../builders/tools.ts';

const table = cpythonBuildTable(readTable);
const [gcc] = unixToolchains(readTable);
if (!gcc) throw new Error('no toolchain');

/** As sysconfig gives them on Debian 12, in the container image of Python 3.13, by pyenv and by conda. */
const DEBIAN =
  "'--enable-shared' '--prefix=/usr' '--libdir=/usr/lib/x86_64-linux-gnu' '--enable-ipv6' '--enable-loadable-sqlite-extensions' '--with-dbmliborder=bdb:gdbm' '--with-computed-gotos' '--without-ensurepip' '--with-system-expat' '--with-dtrace' '--with-wheel-pkg-dir=/usr/share/python-wheels/' '--with-ssl-default-suites=openssl' 'MKDIR_P=/bin/mkdir -p' '--with-system-ffi' 'CC=x86_64-linux-gnu-gcc' 'CFLAGS=-g   -fstack-protector-strong -Wformat -Werror=format-security ' 'LDFLAGS=  -g -fwrapv -O2   ' 'CPPFLAGS=-Wdate-time -D_FORTIFY_SOURCE=2'";
const CONTAINER =
  "'--build=x86_64-linux-gnu' '--enable-loadable-sqlite-extensions' '--enable-option-checking=fatal' '--enable-shared' '--with-lto' '--with-ensurepip' '--enable-optimizations' 'build_alias=x86_64-linux-gnu' 'CFLAGS=-O3 -flto' 'PROFILE_TASK=-m test'";
const PYENV =
  "'--prefix=/opt/pyenv/3.13.0t' '--enable-shared' '--disable-gil' '--libdir=/opt/pyenv/3.13.0t/lib' 'LDFLAGS=-L/opt/pyenv/3.13.0t/lib -Wl,-rpath,/opt/pyenv/3.13.0t/lib' 'LIBS=-L/opt/pyenv/3.13.0t/lib' 'CPPFLAGS=-I/opt/pyenv/3.13.0t/include -I/usr/include/x'";
const CONDA =
  "'--prefix=/home/conda/placehold' '--enable-ipv6' '--with-openssl=/home/conda/placehold' '--with-tzpath=/usr/share/zoneinfo' 'CC=/home/conda/bin/x86_64-conda-linux-gnu-cc' 'CFLAGS=-march=nocona -O2 -fdebug-prefix-map=/home/conda/a=/b -isystem/home/conda/include'";

const request = (configArgs: string, more: Partial<ConfigureRequest> = {}): ConfigureRequest => ({
  original: {
    configArgs,
    basePrefix: /--prefix=([^']*)/.exec(configArgs)?.[1] ?? '/usr/local',
    platform: 'linux',
  },
  prefix: '/opt/debug',
  optimize: '0',
  toolchain: gcc,
  table,
  compiler: null,
  world: {exists: path => path.startsWith('/usr'), hasProgram: name => name === 'x86_64-linux-gnu-gcc'},
  ...more,
});
const made = (configArgs: string, more: Partial<ConfigureRequest> = {}): readonly string[] =>
  configureArguments(request(configArgs, more)).arguments;
const variable = (words: readonly string[], name: string): string | undefined =>
  words.find(word => word.startsWith(`${name}=`))?.slice(name.length + 1);

test('what the ABI depends on stays, and so do features', t => {
  for (const kept of [
    '--enable-shared',
    '--enable-ipv6',
    '--enable-loadable-sqlite-extensions',
    '--with-system-ffi',
  ]) {
    t.true(made(DEBIAN).includes(kept), kept);
  }
  t.true(made(PYENV).includes('--disable-gil'));
  t.true(made("'--with-wide-unicode' '--without-pymalloc'").includes('--without-pymalloc'));
});

test('optimisation, link-time optimisation and profiles go', t => {
  const words = made(CONTAINER);
  t.deepEqual(
    words.filter(word => /optimizations|lto(?!=)|PROFILE|fatal/.test(word.replace('-fno-lto', ''))),
    [],
  );
  t.true(words.includes('--build=x86_64-linux-gnu'));
});

test('no Python is ever configured with another ABI than the release', t => {
  for (const words of [DEBIAN, CONTAINER, PYENV, CONDA].map(one => made(one))) {
    t.deepEqual(
      words.filter(word => /pydebug|trace-refs|-DPy_DEBUG/.test(word)),
      [],
    );
  }
});

test('the prefix is the new one only, and nothing leads to the libpython of the original', t => {
  t.deepEqual(
    made(DEBIAN).filter(word => word.startsWith('--prefix') || word.startsWith('--libdir')),
    ['--prefix=/opt/debug'],
  );
  const words = made(PYENV);
  t.notRegex(words.join(' '), /\/opt\/pyenv/);
  t.is(variable(words, 'CPPFLAGS'), '-I/usr/include/x');
  t.is(variable(words, 'LIBS'), '');
});

test('folders, compilers and programs that are not here are left out, and said', t => {
  const {arguments: words, leftOut, compiler} = configureArguments(request(CONDA));
  t.is(compiler, null);
  t.notRegex(words.join(' '), /\/home\/conda/);
  t.is(variable(words, 'CFLAGS'), '-march=nocona');
  t.true(words.includes('--with-tzpath=/usr/share/zoneinfo'));
  t.true(leftOut.some(({argument, why}) => argument.startsWith('CC=') && /there is no \/home/.test(why)));
  t.true(configureArguments(request(DEBIAN)).leftOut.some(({why}) => why === 'there is no dtrace'));
});

test('the compiler is that of the original, unless the user names one', t => {
  t.is(variable(made(DEBIAN), 'CC'), 'x86_64-linux-gnu-gcc');
  t.is(variable(made(DEBIAN, {compiler: 'clang-16'}), 'CC'), 'clang-16');
});

test("variables of the caller's environment do not come in: each is given, if only empty", t => {
  for (const name of ['CFLAGS', 'CPPFLAGS', 'LDFLAGS', 'LIBS', 'OPT']) {
    t.not(variable(made("'--enable-shared'"), name), undefined, name);
  }
});

test('a framework becomes a shared library', t => {
  const words = made("'--enable-framework=/Library/Frameworks' '--with-framework-name=Python'", {
    original: {
      configArgs: "'--enable-framework=/Library/Frameworks'",
      basePrefix: '/Library/Frameworks/Python.framework',
      platform: 'darwin',
    },
  });
  t.deepEqual(
    words.filter(word => /framework|shared/.test(word)),
    ['--enable-shared'],
  );
});

const withGcc = toolNamed('gcc') ? test : test.skip;
for (const [optimize, isOptimised] of [
  ['0', false],
  ['g', true],
] as const) {
  withGcc(`gcc takes the options for -O${optimize}, with assert() left out as in a release`, t => {
    for (const args of [DEBIAN, CONTAINER]) {
      const words = made(args, {optimize});
      // In the order of PY_CFLAGS (Makefile.pre.in): OPT, CFLAGS; CPPFLAGS behind them.
      const options = ['OPT', 'CFLAGS', 'CPPFLAGS'].flatMap(
        name => variable(words, name)?.split(' ').filter(Boolean) ?? [],
      );
      const macros = execFileSync('gcc', [...options, '-dM', '-E', '-x', 'c', '/dev/null'], {
        encoding: 'utf8',
      });
      t.is(/#define __OPTIMIZE__ 1/.test(macros), isOptimised);
      t.regex(macros, /#define NDEBUG 1/);
      t.notRegex(macros, /_FORTIFY_SOURCE|Py_DEBUG/);
    }
  });
}
