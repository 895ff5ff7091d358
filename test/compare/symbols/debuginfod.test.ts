import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {program} from '../../e2e/program.ts';
import {type BesideServer, noDebuginfod, startDebuginfod} from './debuginfod-server.ts';

const isHere =
  noDebuginfod === null && ['gcc', 'objcopy', 'readelf', 'debuginfod-find'].every(name => toolNamed(name));
const skipped = ` (skipped: ${noDebuginfod ?? 'no gcc, binutils or debuginfod-find'})`;
const real = isHere ? test.serial : test.serial.skip;
const name = (title: string): string => `${title}${isHere ? '' : skipped}`;

const SOURCE = `
int sum_squares(int n) { int total = 0; for (int i = 1; i <= n; i++) { int square = i * i; total += square; } return total; }
`;

/** A stripped library, and its debug file in a folder to be served; the build-id is what readelf says. */
function strippedLibrary(
  folder: string,
  source = SOURCE,
): {
  library: string;
  debugFile: string;
  served: string;
  buildId: string;
} {
  const served = join(folder, 'served');
  mkdirSync(served);
  writeFileSync(join(folder, 'spam.c'), source);
  const [full, library, debugFile] = [
    join(folder, 'full.so'),
    join(folder, 'spam.so'),
    join(served, 'spam.debug'),
  ];
  const run = (tool: string, ...words: string[]) =>
    execFileSync(tool, words, {cwd: folder, encoding: 'utf8'});
  run('gcc', '-shared', '-fPIC', '-g3', '-O0', 'spam.c', '-o', full, '-Wl,--build-id=sha1');
  run('objcopy', '--only-keep-debug', full, debugFile);
  run('objcopy', '--strip-unneeded', full, library);
  const buildId = /Build ID: ([0-9a-f]+)/.exec(run('readelf', '-n', library))?.[1] ?? '';
  return {library, debugFile, served, buildId};
}

const fetchWords = (library: string, store: string, ...more: string[]) => [
  process.execPath,
  ...[
    program,
    'symbols',
    'fetch',
    library,
    '--store',
    store,
    '--source',
    'store',
    '--source',
    'debuginfod',
    '--json',
  ],
  ...more,
];

/** Eight processes at once, and how each ended. */
async function byEight(
  server: BesideServer,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string[] | null> {
  const line = words.map(word => `'${word}'`).join(' ');
  const script = `for i in 1 2 3 4 5 6 7 8; do (${line} >/dev/null; echo "status $?") & done; wait`;
  return (await server.run(['bash', '-c', script], env)).stdout.match(/status \d+/g);
}

real(name('debuginfod over files: cold, twice, offline, and by eight at once'), async t => {
  const folder = temporaryFolder();
  const {library, debugFile, served, buildId} = strippedLibrary(folder);
  const server = await startDebuginfod('-F', served, 18_002);
  const env = {DEBUGINFOD_URLS: 'http://127.0.0.1:18002', DEBUGINFOD_CACHE_PATH: join(folder, 'client')};
  try {
    const store = join(folder, 'store');
    const cold = JSON.parse((await server.run(fetchWords(library, store), env)).stdout).binaries[0];
    t.like(cold, {verdict: 'matching', source: 'debuginfod'});
    t.deepEqual(cold.identity, {kind: 'build-id', id: buildId});
    t.true(readFileSync(cold.file).equals(readFileSync(debugFile)));
    // The judge: debuginfod's own client gets the same bytes.
    const judge = (await server.run(['debuginfod-find', 'debuginfo', buildId], env)).stdout.trim();
    t.true(readFileSync(cold.file).equals(readFileSync(judge)));

    const again = JSON.parse((await server.run(fetchWords(library, store), env)).stdout).binaries[0];
    t.like(again, {verdict: 'matching', source: 'store', fetchedBytes: 0});
    const offline = JSON.parse((await server.run(fetchWords(library, store, '--offline'), env)).stdout)
      .binaries[0];
    t.like(offline, {verdict: 'matching', source: 'store'});

    const shared = join(folder, 'shared');
    t.deepEqual(await byEight(server, fetchWords(library, shared), env), Array(8).fill('status 0'));
    t.deepEqual(
      readdirSync(shared, {recursive: true, encoding: 'utf8'}).filter(one =>
        basename(one).startsWith('.pyxdbg'),
      ),
      [],
    );
    t.true(
      readFileSync(join(shared, '.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`)).equals(
        readFileSync(debugFile),
      ),
    );
  } finally {
    await server.stop();
  }
});

real(
  name('debuginfod has nothing of a library: not published, and not asked again within the hour'),
  async t => {
    const folder = temporaryFolder();
    const {library} = strippedLibrary(folder);
    // Something to index: that of another build.
    const {served} = strippedLibrary(temporaryFolder(), SOURCE.replaceAll('square', 'cube'));
    const server = await startDebuginfod('-F', served, 18_003);
    const env = {DEBUGINFOD_URLS: 'http://127.0.0.1:18003'};
    try {
      const store = join(folder, 'store');
      const first = await server.run(fetchWords(library, store), env);
      t.is(first.code, 1);
      t.like(JSON.parse(first.stdout).binaries[0], {verdict: 'not-published', file: null});
      t.is(readdirSync(join(store, '.absent')).length, 1);
    } finally {
      await server.stop();
    }
  },
);

const deb = toolNamed('apt-get') && isHere ? debugPackage() : null;
const debTest = deb === null ? test.serial.skip : test.serial;

debTest(
  `debuginfod over .deb archives gives the file of the package: cold, twice, offline, and by eight at once${deb === null ? ' (skipped: no apt, or its servers are not reached)' : ''}`,
  async t => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'debs'));
    cpSync(deb ?? '', join(folder, 'debs', 'python-dbg.deb'));
    const server = await startDebuginfod('-U', join(folder, 'debs'), 18_004);
    try {
      const env = {DEBUGINFOD_URLS: 'http://127.0.0.1:18004'};
      const python = '/usr/bin/python3.11';
      const [store, shared] = [join(folder, 'store'), join(folder, 'shared')];
      const found = JSON.parse((await server.run(fetchWords(python, store), env)).stdout).binaries[0];
      t.like(found, {verdict: 'matching', source: 'debuginfod'});
      for (const more of [[], ['--offline']]) {
        const again = JSON.parse((await server.run(fetchWords(python, store, ...more), env)).stdout)
          .binaries[0];
        t.like(again, {verdict: 'matching', source: 'store', fetchedBytes: 0});
      }
      t.deepEqual(await byEight(server, fetchWords(python, shared), env), Array(8).fill('status 0'));
      // The judge: the file that dpkg takes out of the same archive.
      execFileSync('dpkg-deb', ['-x', deb ?? '', join(folder, 'unpacked')]);
      const {id} = found.identity;
      const packed = join(folder, 'unpacked/usr/lib/debug/.build-id', id.slice(0, 2), `${id.slice(2)}.debug`);
      t.true(readFileSync(found.file).equals(readFileSync(packed)));
    } finally {
      await server.stop();
    }
  },
);

/** Debian's debug package of the interpreter at hand; null where there is no such interpreter, or apt has no way. */
function debugPackage(): string | null {
  const folder = temporaryFolder();
  try {
    const status = execFileSync('dpkg-query', ['-s', 'python3.11'], {encoding: 'utf8'});
    const version = /^Version: (\S+)$/m.exec(status)?.[1];
    execFileSync('apt-get', ['download', `python3.11-dbg=${version}`], {cwd: folder, stdio: 'pipe'});
    return join(folder, readdirSync(folder)[0] ?? '');
  } catch {
    return null;
  }
}
