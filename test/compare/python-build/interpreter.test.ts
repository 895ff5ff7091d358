import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import * as v from 'valibot';
import {windowsToolset} from '../../../src/build/windows-toolset.ts';
import {windowsPlan} from '../../../src/interpreter-build/windows-plan.ts';
import {pythonBuildJsonSchema} from '../../../src/report/python-build-json-schema.ts';
import {fetchSourcePackage, packageOf} from '../../../src/system/python-build/apt-source.ts';
import {programsOf} from '../../../src/system/python-build/run-program.ts';
import {readTable} from '../../../src/system/table-files.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';

/** The distribution's own Python: the one that apt has the source of. */
const SYSTEM = '/usr/bin/python3';
/** Release wheels with compiled modules, each for a version of Python, and what shows that those run. */
const WHEELS: Readonly<Record<string, string>> = {
  numpy:
    'import numpy as n; a = n.arange(9.0).reshape(3, 3); assert (a @ a)[2, 2] == 111; assert round(n.linalg.det(a + n.eye(3))) == -5',
  regex: 'import regex; assert regex.findall(r"[\\p{Lu}--[A-M]]", "aBXyZ", regex.V1) == ["X", "Z"]',
  msgpack:
    'import msgpack._cmsgpack as m, msgpack; assert msgpack.unpackb(msgpack.packb([1, {"a": 2}])) == [1, {"a": 2}]; assert msgpack.Packer is m.Packer',
};
/** -O0, two cores: one and a half minutes; a busy machine takes several times that. */
const TIMEOUT_MS = 30 * 60_000;

const needed = ['apt-get', 'dpkg-source', 'gcc', 'make', 'gdb', 'readelf', 'nm'];
const isDebian = needed.every(name => toolNamed(name)) && existsSync(SYSTEM) && process.platform === 'linux';
const place = temporaryFolder();
const wheels = isDebian ? downloaded() : null;

/** The wheels by pip, which takes those for its own Python; null where it reaches no index. */
function downloaded(): readonly string[] | null {
  const folder = join(place, 'wheels');
  const words = ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:', '-d', folder];
  try {
    execFileSync(SYSTEM, [...words, ...Object.keys(WHEELS)], {stdio: 'pipe'});
    return readdirSync(folder).map(name => join(folder, name));
  } catch {
    return null;
  }
}

const withWheels = (
  title: string,
  run: (t: ExecutionContext, wheels: readonly string[]) => Promise<void>,
): void => {
  if (wheels) {
    test.serial(title, async t => {
      t.timeout(TIMEOUT_MS);
      await run(t, wheels);
    });
  } else
    test.skip(`${title} (skipped: no Debian with dpkg-dev, gcc and gdb, or pip reaches no index)`, () => {});
};

const ask = (python: string, code: string): string =>
  execFileSync(python, ['-I', '-c', code], {encoding: 'utf8'}).trim();
const version = isDebian ? ask(SYSTEM, 'import sys; print("%d.%d" % sys.version_info[:2])') : '';

function pythonBuild(words: readonly string[]) {
  return execa(process.execPath, [program, 'python', 'build', ...words, '--json'], {
    env: environment({HOME: place}),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
}

const tries = (files: readonly string[]): readonly string[] => files.flatMap(file => ['--try', file]);

withWheels(
  'the system Python is built from its source package, and runs release wheels unchanged',
  async (t, files) => {
    const prefix = join(place, 'by-apt');
    const words = [version, '--prefix', prefix, ...tries(files)];
    let outcome = await pythonBuild(words);
    const installed = execFileSync(
      'dpkg-query',
      ['-W', '-f', `\${source:Version}`, `python${version}-minimal`],
      {
        encoding: 'utf8',
      },
    );
    const isExact = outcome.exitCode !== 2;
    if (!isExact) {
      // Archives may have lists that are newer than their files: then it says so, and takes another only when told to.
      const {error} = JSON.parse(outcome.stdout);
      t.true(error.includes(installed), error);
      t.regex(error, /--closest takes \S+ in place of \S+$/);
      t.deepEqual(readdirSync(place).includes('by-apt'), false);
      outcome = await pythonBuild([...words, '--closest']);
    }
    const built = provedBuild(t, outcome);
    t.is(built.source.match, isExact ? 'exact' : 'other');
    t.regex(built.source.from, new RegExp(`^python${version.replace('.', '\\.')} \\S+ by apt`));
    await holdAgainstOthers(t, prefix, files, built);
  },
);

withWheels('the same from a tarball of the release', async (t, files) => {
  const prefix = join(place, 'from-tarball');
  const built = provedBuild(
    t,
    await pythonBuild([await tarball(), '--python', SYSTEM, '--prefix', prefix, ...tries(files)]),
  );
  t.is(built.source.match, 'same-version');
  await holdAgainstOthers(t, prefix, files, built);
  windowsWordsAreKnown(t);
});

/** The proof that the command gives, which the tests then hold against other tools. */
function provedBuild(
  t: ExecutionContext,
  {exitCode, stdout, stderr}: {exitCode?: number; stdout: string; stderr: string},
) {
  t.is(exitCode, 0, stderr + stdout);
  const built = v.parse(pythonBuildJsonSchema, JSON.parse(stdout));
  if (!('facts' in built)) throw new Error(stdout);
  t.true(built.proved);
  t.deepEqual(
    built.points.filter(({verdict}) => verdict === 'no'),
    [],
  );
  t.deepEqual(
    built.tried
      .map(({name, error, compiled}) => `${name}: ${error || (compiled > 0 ? 'compiled' : 'pure')}`)
      .sort(),
    Object.keys(WHEELS)
      .map(name => `${name}: compiled`)
      .sort(),
  );
  t.true((built.releaseModules?.loaded ?? 0) > 20);
  return built;
}

/** sysconfig of both, readelf, nm and gdb are the judges. */
async function holdAgainstOthers(
  t: ExecutionContext,
  prefix: string,
  files: readonly string[],
  {names}: ReturnType<typeof provedBuild>,
): Promise<void> {
  const python = join(prefix, 'venv', 'bin', 'python');
  const facts = `import sys, sysconfig
print([sysconfig.get_config_var(name) for name in ("SOABI", "EXT_SUFFIX", "Py_DEBUG", "WITH_PYMALLOC", "SIZEOF_WCHAR_T")])
print(sys.abiflags, hasattr(sys, "gettotalrefcount"), object.__basicsize__, type.__basicsize__)`;
  t.is(ask(python, facts), ask(SYSTEM, facts));

  const library = libraryIn(prefix);
  const producers = [
    ...execFileSync('readelf', ['--debug-dump=info', library], {
      encoding: 'latin1',
      maxBuffer: 2 ** 30,
    }).matchAll(/DW_AT_producer\s*:\s*(?:\(.*?\): )?(GNU C.*)/g),
  ].map(([, producer = '']) => producer);
  t.true(producers.length > 100);
  for (const producer of producers) {
    t.is(producer.match(/ -O\S*/g)?.at(-1), ' -O0', producer);
    t.regex(producer, / -g3 /);
  }

  const own = ask(
    SYSTEM,
    'import sysconfig as s; print(s.get_config_var("LIBDIR") + "/" + s.get_config_var("INSTSONAME"))',
  );
  const now = new Set(namesByNm(library));
  const gone = namesByNm(existsSync(own) ? own : realpathSync(SYSTEM)).filter(name => !now.has(name));
  t.deepEqual(gone.toSorted(), names?.missing.map(({name}) => name).toSorted());
  // PEP 7: what is public begins with Py; what is private, with _Py, may be of a patch of the distribution.
  t.deepEqual(
    gone.filter(name => /^Py(?!Init_)/.test(name)),
    [],
  );

  for (const code of Object.values(WHEELS)) t.notThrows(() => ask(python, code));
  unchanged(t, python, files);
  // As the container images and CI systems have it that install Pythons.
  const loaded = execFileSync(python, ['-c', 'print(open("/proc/self/maps").read())'], {
    encoding: 'utf8',
    env: {LD_LIBRARY_PATH: dirname(own)},
  });
  t.deepEqual([...new Set(loaded.match(/\/\S*libpython\S*/g))], [library]);
  t.notRegex(await backtrace(python), /<optimized out>|No symbol table/);

  // It finds its own library wherever it stands.
  const moved = `${prefix}-moved`;
  renameSync(prefix, moved);
  t.is(ask(join(moved, 'bin', 'python3'), 'import sys; print(sys.prefix)'), moved);
  renameSync(moved, prefix);
}

function libraryIn(prefix: string): string {
  const name = readdirSync(join(prefix, 'lib')).find(one => /^libpython3\.\d+t?\.so\.1\.0$/.test(one)) ?? '';
  return join(prefix, 'lib', name);
}

function namesByNm(library: string): readonly string[] {
  return execFileSync('nm', ['-D', '--defined-only', '--format=posix', library], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
    .split('\n')
    .map(line => line.split(' ')[0] ?? '');
}

/** Each compiled module is byte for byte that of the wheel. */
function unchanged(t: ExecutionContext, python: string, files: readonly string[]): void {
  const sitePackages = ask(python, 'import sysconfig; print(sysconfig.get_path("platlib"))');
  let count = 0;
  for (const file of files) {
    const unpacked = join(place, `unpacked-${basename(file)}`);
    if (!existsSync(unpacked)) execFileSync(SYSTEM, ['-m', 'zipfile', '-e', file, unpacked]);
    for (const name of readdirSync(unpacked, {recursive: true, encoding: 'utf8'})) {
      if (!/\.so(\.|$)/.test(name)) continue;
      count++;
      t.is(sha256(join(sitePackages, name)), sha256(join(unpacked, name)), name);
    }
  }
  t.true(count > 10);
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** All frames with all their locals, at a breakpoint in the interpreter that numpy's import has gone through. */
async function backtrace(python: string): Promise<string> {
  const code = 'def inner(a): return sorted([a, 1.5], key=lambda x: float.__add__(x, 1.0))\ninner(2.5)';
  const commands = ['set breakpoint pending on', 'break float_add', 'run', 'backtrace -full', 'kill'];
  const {all = ''} = await execa(
    'gdb',
    [
      ...['-nx', '-q', '-batch', '-iex', 'set debuginfod enabled off', '-iex', 'set auto-load off'],
      ...commands.flatMap(one => ['-ex', one]),
      ...['--args', python, '-c', code],
    ],
    {all: true, reject: false, timeout: 300_000},
  );
  const frames = all.match(/^#\d+ .*/gm) ?? [];
  // From float_add down to main, each with its source and line.
  if (frames.length < 12) throw new Error(all);
  const withoutSource = frames.filter(frame => !/ at \S+\.[ch]:\d+$/.test(frame) && !/libc/.test(frame));
  if (withoutSource.length > 0) throw new Error(withoutSource.join('\n'));
  return all;
}

/** The tarball of the release, as the distribution has it. */
async function tarball(): Promise<string> {
  const to = join(place, 'orig');
  mkdirSync(to);
  const programs = programsOf({
    logFile: join(to, 'log'),
    isLive: false,
    signal: new AbortController().signal,
  });
  const wanted = await packageOf(realpathSync(SYSTEM), programs);
  const {folder} = await fetchSourcePackage(wanted, {to, closest: true}, programs);
  await programs.close();
  const name = readdirSync(dirname(folder)).find(one => /\.orig\.tar\.\w+$/.test(one)) ?? '';
  return join(dirname(folder), name);
}

/** What cannot be run here is at least spelt as this release spells it: options of PC\layout and of build.bat. */
function windowsWordsAreKnown(t: ExecutionContext): void {
  const unpacked = readdirSync(join(place, 'orig', 'unpacked'), {withFileTypes: true}).find(one =>
    one.isDirectory(),
  );
  const source = join(place, 'orig', 'unpacked', unpacked?.name ?? '');
  const [major = 3, minor = 0] = version.split('.').map(Number);
  const target = {platformTag: 'win_amd64', extSuffix: '.pyd', version: [major, minor, 0] as const};
  const toolset = windowsToolset(target, {}, readTable);
  if (!toolset) throw new Error('no toolset');
  const {steps} = windowsPlan(
    {...target, freeThreaded: false},
    {...target, optimize: '0'},
    toolset,
    {source: 'S', stage: 'T'},
    {},
  );
  const [build, layout] = steps.map(({command}) => command.filter(word => word.startsWith('-')));
  const help = execFileSync('python3', [join(source, 'PC', 'layout', 'main.py'), '--help'], {
    encoding: 'utf8',
  });
  for (const option of layout ?? []) t.true(help.includes(`${option}`), option);
  const batch = readFileSync(join(source, 'PCbuild', 'build.bat'), 'latin1');
  for (const option of build ?? []) t.true(batch.includes(`"%~1"=="${option}"`), option);
}
