import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {missingTools} from '../../binary/pdb/link-pdb.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';
import {serve} from '../../system/symbols/symbol-server.ts';
import {interpreterLibrary} from './interpreter-library.ts';
import {fileOf} from './sym-store.ts';

const needed = ['wixl', 'x86_64-w64-mingw32-windres'];
const missing = [...missingTools, ...needed.filter(tool => toolNamed(tool) === null)];
const isHere = missing.length === 0;
const real = isHere ? test.serial : test.serial.skip;
const name = (title: string): string => (isHere ? title : `${title} (skipped: no ${missing.join(', ')})`);

/** As python.org's: one embedded cabinet, whose members are called by the Ids of their files (core_files.wxs). */
function makeMsi(pdb: string, out: string): void {
  const folder = dirname(pdb);
  writeFileSync(
    join(folder, 'pdb.wxs'),
    `<?xml version="1.0" encoding="UTF-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Language="1033" Name="Symbols" Version="3.11.2" Manufacturer="Test" UpgradeCode="6f1b1c0a-0000-4000-8000-000000000001">
    <Package InstallerVersion="300" Compressed="yes" />
    <Media Id="1" Cabinet="cab1.cab" EmbedCab="yes" />
    <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="Install" Name="Python311">
      <Component Id="python.pdb" Guid="6f1b1c0a-0000-4000-8000-000000000002">
        <File Id="python.pdb" Name="python311.pdb" Source="${basename(pdb)}" KeyPath="yes" />
      </Component>
    </Directory></Directory>
    <Feature Id="Symbols" Level="1"><ComponentRef Id="python.pdb" /></Feature>
  </Product>
</Wix>
`,
  );
  mkdirSync(dirname(out), {recursive: true});
  execFileSync('wixl', ['-o', out, join(folder, 'pdb.wxs')], {cwd: folder});
}

async function fetchSymbols(words: readonly string[]) {
  const {stdout, exitCode} = await execa(
    process.execPath,
    [program, 'symbols', 'fetch', '--json', '--no-source', 'beside', ...words],
    {env: environment({}), extendEnv: false, reject: false, stdin: 'ignore'},
  );
  return {exitCode, binary: JSON.parse(stdout).binaries[0]};
}

real(
  name("an interpreter's PDB comes out of the MSI of its release: cold, twice, offline, by eight at once"),
  async t => {
    const {dll, pdb} = interpreterLibrary('3,11,2150,1013');
    const root = temporaryFolder();
    makeMsi(pdb, join(root, '3.11.2/amd64/core_pdb.msi'));
    const server = await serve((request, response) => {
      const bytes = fileOf(root, request.url ?? '');
      if (bytes === null) response.writeHead(404).end();
      else response.writeHead(200, {'content-length': bytes.length}).end(bytes);
    });
    try {
      const store = temporaryFolder();
      const words = [
        '--mirror',
        `python-org=${server.url}`,
        '--source',
        'store',
        '--source',
        'python-org',
        dll,
      ];
      const cold = await fetchSymbols(['--store', store, ...words]);
      t.like(cold, {exitCode: 0, binary: {verdict: 'matching', source: 'python-org'}});
      t.true(readFileSync(cold.binary.file).equals(readFileSync(pdb)));
      t.deepEqual(
        server.asked.map(({path}) => path),
        ['/3.11.2/amd64/core_pdb.msi'],
      );
      const twice = await fetchSymbols(['--store', store, ...words]);
      t.like(twice, {exitCode: 0, binary: {verdict: 'matching', source: 'store', fetchedBytes: 0}});
      t.is(server.asked.length, 1);
      t.like(await fetchSymbols(['--store', store, '--offline', ...words]), {binary: {verdict: 'matching'}});
      const shared = temporaryFolder();
      const runs = await Promise.all(
        Array.from({length: 8}, () => fetchSymbols(['--store', shared, ...words])),
      );
      t.deepEqual(
        runs.map(({exitCode}) => exitCode),
        Array(8).fill(0),
      );
      for (const {binary} of runs) t.true(readFileSync(binary.file).equals(readFileSync(pdb)));
    } finally {
      server.close();
    }
  },
);

real(name('an MSI of another build is fetched, and nothing of it is taken'), async t => {
  const {dll} = interpreterLibrary('3,11,2150,1013');
  const other = interpreterLibrary('3,11,2150,1013', 'x + 3');
  const root = temporaryFolder();
  makeMsi(other.pdb, join(root, '3.11.2/amd64/core_pdb.msi'));
  const words = [
    '--store',
    temporaryFolder(),
    '--mirror',
    `python-org=${root}`,
    '--source',
    'python-org',
    dll,
  ];
  const {exitCode, binary} = await fetchSymbols(words);
  t.is(exitCode, 1);
  t.like(binary, {verdict: 'not-published', file: null});
  t.regex(binary.attempts[0].detail, /none of its members matches/);
});

real(name('2.x to 3.4 have a ZIP'), async t => {
  const {dll, pdb} = interpreterLibrary('2,7,18150,1013');
  const root = temporaryFolder();
  const folder = join(root, '2.7.18');
  mkdirSync(folder, {recursive: true});
  copyFileSync(pdb, join(folder, 'whatever.pdb'));
  execFileSync('python3', ['-m', 'zipfile', '-c', 'python-2.7.18.amd64-pdb.zip', 'whatever.pdb'], {
    cwd: folder,
  });
  const words = [
    '--store',
    temporaryFolder(),
    '--mirror',
    `python-org=file://${root}`,
    '--offline',
    '--source',
    'python-org',
    dll,
  ];
  const {exitCode, binary} = await fetchSymbols(words);
  t.is(exitCode, 0);
  t.true(readFileSync(binary.file).equals(readFileSync(pdb)));
});

real(name("from 3.16 on the install manager's packages for tests have it"), async t => {
  const {dll, pdb} = interpreterLibrary('3,16,150,1013');
  const root = temporaryFolder();
  const folder = join(root, '3.16.0');
  mkdirSync(folder, {recursive: true});
  copyFileSync(pdb, join(folder, 'python316.pdb'));
  execFileSync('python3', ['-m', 'zipfile', '-c', 'python-3.16.0-test-amd64.zip', 'python316.pdb'], {
    cwd: folder,
  });
  const words = ['--store', temporaryFolder(), '--mirror', `pymanager=${root}`, '--source', 'pymanager', dll];
  const {exitCode, binary} = await fetchSymbols(words);
  t.is(exitCode, 0);
  t.like(binary, {verdict: 'matching', source: 'pymanager'});
  t.true(readFileSync(binary.file).equals(readFileSync(pdb)));
});

const standalone = ['gcc', 'objcopy', 'tar', 'zstd'].filter(tool => toolNamed(tool) === null);

(standalone.length === 0 ? test.serial : test.serial.skip)(
  `an interpreter that uv installed has its symbols in the archive of its release${standalone.length === 0 ? '' : ` (skipped: no ${standalone.join(', ')})`}`,
  async t => {
    const folder = temporaryFolder();
    const install = join(folder, 'cpython-3.11.9-linux-x86_64-gnu');
    const archive = join(folder, 'archive', 'python', 'install', 'lib');
    const server = join(folder, 'mirror', '20240713');
    for (const place of [install, archive, server]) mkdirSync(place, {recursive: true});
    const run = (cwd: string, tool: string, ...words: string[]) => execFileSync(tool, words, {cwd});
    writeFileSync(join(folder, 'a.c'), 'int answer(int x) { return x + 1; }\n');
    run(
      folder,
      'gcc',
      '-shared',
      '-fPIC',
      '-g',
      'a.c',
      '-o',
      join(archive, 'libpython3.11.so.1.0'),
      '-Wl,--build-id=sha1',
    );
    run(archive, 'objcopy', '--strip-debug', 'libpython3.11.so.1.0', join(install, 'libpython3.11.so.1.0'));
    writeFileSync(join(install, 'BUILD'), '20240713\n');
    const file = 'cpython-3.11.9+20240713-x86_64-unknown-linux-gnu-pgo+lto-full.tar.zst';
    run(join(folder, 'archive'), 'tar', '--zstd', '-cf', join(server, file), 'python');
    const words = [
      ...['--store', join(folder, 'store'), '--mirror', `python-build-standalone=${join(folder, 'mirror')}`],
      ...['--source', 'python-build-standalone', join(install, 'libpython3.11.so.1.0')],
    ];
    const {exitCode, binary} = await fetchSymbols(words);
    t.is(exitCode, 0);
    t.like(binary, {verdict: 'matching', source: 'python-build-standalone'});
    t.true(readFileSync(binary.file).equals(readFileSync(join(archive, 'libpython3.11.so.1.0'))));
  },
);
