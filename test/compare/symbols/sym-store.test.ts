import {readdirSync, readFileSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {basename, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {missingTools} from '../../binary/pdb/link-pdb.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';
import {sendFile, serve, type TestServer} from '../../system/symbols/symbol-server.ts';
import {fileOf, symStore, type WindowsModule, windowsModule} from './sym-store.ts';

const missing = [...missingTools, ...(toolNamed('gcab') ? [] : ['gcab'])];
const isHere = missing.length === 0;
const real = isHere ? test : test.skip;
const name = (title: string): string => (isHere ? title : `${title} (skipped: no ${missing.join(', ')})`);
const module_: WindowsModule | null = isHere ? windowsModule() : null;

interface Run {
  readonly store: string;
  readonly symbolPath: string;
  readonly more?: readonly string[];
}

async function fetchSymbols({store, symbolPath, more = []}: Run) {
  const words = ['symbols', 'fetch', '--store', store, '--symbol-path', symbolPath, '--json'];
  // A copy without its PDB beside it.
  const {stdout, exitCode} = await execa(
    process.execPath,
    [program, ...words, ...['--no-source', 'beside'], ...more, module_?.pyd ?? ''],
    {env: environment({}), extendEnv: false, reject: false, stdin: 'ignore'},
  );
  return {exitCode, binary: JSON.parse(stdout).binaries[0]};
}

const isPdb = (file: string): boolean => readFileSync(file).equals(readFileSync(module_?.pdb ?? ''));
const unfinished = (folder: string) =>
  readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(one => basename(one).startsWith('.pyxdbg'));

/** A static server over a tree; `/r/` redirects, and the first answer may be cut. */
async function serveTree(root: string, cutFirstAt: number | null = null): Promise<TestServer> {
  let isCut = cutFirstAt === null;
  return serve((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    if (path.startsWith('/r/')) return response.writeHead(302, {location: path.slice(2)}).end();
    const bytes = fileOf(root, path);
    if (bytes === null) return response.writeHead(404).end();
    if (isCut) return sendFile(request, response, bytes, `"${bytes.length}"`);
    isCut = true;
    response.writeHead(200, {etag: `"${bytes.length}"`, 'content-length': bytes.length});
    response.write(bytes.subarray(0, cutFirstAt ?? 0), () => setTimeout(() => response.destroy(), 50));
  });
}

/** From an empty store, again, without the network, and by eight processes at once into one store. */
async function inAllWays(t: ExecutionContext, symbolPath: string, askedSoFar: () => number): Promise<void> {
  const store = temporaryFolder();
  const cold = await fetchSymbols({store, symbolPath});
  t.like(cold, {exitCode: 0, binary: {verdict: 'matching', source: 'symbol-path'}});
  t.true(isPdb(cold.binary.file));
  t.is(cold.binary.file, join(store, module_?.key ?? ''));
  const asked = askedSoFar();
  const twice = await fetchSymbols({store, symbolPath});
  t.like(twice, {exitCode: 0, binary: {verdict: 'matching', source: 'store', fetchedBytes: 0}});
  t.is(askedSoFar(), asked);
  const offline = await fetchSymbols({store, symbolPath, more: ['--offline']});
  t.like(offline, {exitCode: 0, binary: {verdict: 'matching', source: 'store'}});

  const shared = temporaryFolder();
  const runs = await Promise.all(Array.from({length: 8}, () => fetchSymbols({store: shared, symbolPath})));
  t.deepEqual(
    runs.map(({exitCode}) => exitCode),
    Array(8).fill(0),
  );
  t.true(isPdb(join(shared, module_?.key ?? '')));
  t.deepEqual(unfinished(shared), []);
}

const HOW = 'cold, twice, offline, and by eight at once';

for (const kind of ['plain', 'cab', 'two-tier', 'lower case'] as const) {
  real(name(`a server's tree, ${kind}: ${HOW}`), async t => {
    const server = await serveTree(symStore(kind, module_ as WindowsModule));
    try {
      await inAllWays(t, `srv*${server.url}`, () => server.asked.length);
    } finally {
      server.close();
    }
  });
}

for (const kind of ['plain', 'cab', 'pointer', 'two-tier'] as const) {
  real(name(`a folder's tree, ${kind}: ${HOW}`), async t => {
    await inAllWays(t, `srv*${symStore(kind, module_ as WindowsModule)}`, () => 0);
  });
}

real(name(`a PDB of another build is refused, and the next store is asked: ${HOW}`), async t => {
  const wrong = await serveTree(symStore('wrong build', module_ as WindowsModule));
  const right = await serveTree(symStore('plain', module_ as WindowsModule));
  try {
    const store = temporaryFolder();
    const alone = await fetchSymbols({store, symbolPath: `srv*${wrong.url}`});
    t.like(alone, {exitCode: 1, binary: {verdict: 'mismatched', file: null}});
    t.deepEqual(unfinished(store), []);
    await inAllWays(t, `srv*${wrong.url};srv*${right.url}`, () => wrong.asked.length + right.asked.length);
  } finally {
    wrong.close();
    right.close();
  }
});

real(name(`a connection that is cut behind a redirect is gone on with: ${HOW}`), async t => {
  const server = await serveTree(symStore('plain', module_ as WindowsModule), 20_000);
  try {
    await inAllWays(t, `srv*${server.url}/r`, () => server.asked.length);
    t.true(server.asked.some(({range}) => range !== null));
  } finally {
    server.close();
  }
});

real(name('what a chain finds is kept in the folders before, for debuggers to read'), async t => {
  const server = await serveTree(symStore('plain', module_ as WindowsModule));
  try {
    const [near, far] = [temporaryFolder(), temporaryFolder()];
    await fetchSymbols({store: temporaryFolder(), symbolPath: `srv*${near}*${far}*${server.url}`});
    for (const folder of [near, far]) t.true(isPdb(join(folder, module_?.key ?? '')));
  } finally {
    server.close();
  }
});

real(name('beside the module: used where it is'), async t => {
  const {stdout} = await execa(process.execPath, [
    program,
    'symbols',
    'verify',
    module_?.pyd ?? '',
    '--json',
  ]);
  t.like(JSON.parse(stdout).binaries[0], {verdict: 'matching', file: module_?.pdb, source: 'beside'});
});
