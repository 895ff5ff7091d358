import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {program, root} from './program.ts';

/** One that is old, one that many have still, and the last before the first that is supported. */
const VERSIONS = ['10.24.1', '18.20.8', '20.18.3'];
/** The first that is supported. */
const OLDEST = '20.19.0';

const cache = join(root, '.cache', 'old-node');

/** A Node.js of this version, from the packages that npm's `node` is made of; null where they cannot be had. */
async function fetchNode(version: string): Promise<string | null> {
  const home = join(cache, version);
  const node = join(home, 'package', 'bin', 'node');
  if (existsSync(node)) return node;
  await mkdir(cache, {recursive: true});
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  try {
    const name = `node-${process.platform}-${process.arch}`;
    const {stdout} = await execa(
      'npm',
      ['pack', '--silent', '--pack-destination', unfinished, `${name}@${version}`],
      {cwd: unfinished, stdin: 'ignore', timeout: 120_000},
    );
    await execa('tar', ['xzf', join(unfinished, stdout.trim()), '-C', unfinished, 'package/bin/node']);
    await rm(home, {recursive: true, force: true});
    await rename(unfinished, home);
    return node;
  } catch {
    return null;
  } finally {
    await rm(unfinished, {recursive: true, force: true});
  }
}

const run = (node: string, ...words: readonly string[]) =>
  execa(node, [program, ...words], {reject: false, stdin: 'ignore'});

const fetched = await Promise.all([...VERSIONS, OLDEST].map(fetchNode));

for (const [index, version] of VERSIONS.entries()) {
  const node = fetched[index] ?? null;
  const withNode = node === null ? test.skip : test.serial;
  const unless = node === null ? ' (not to be had from the registry)' : '';
  withNode(`Node.js ${version} is told in one sentence what is needed: status 2${unless}`, async t => {
    for (const words of [[], ['--version'], ['check-abi', 'foo.pyd']]) {
      const {exitCode, stdout, stderr} = await run(node ?? '', ...words);
      t.is(stderr, `pyxdbg needs Node.js 20.19 or newer, and this is v${version}: install a newer Node.js.`);
      t.is(stdout, '');
      t.is(exitCode, 2);
    }
  });
}

const oldest = fetched.at(-1) ?? null;
const withOldest = oldest === null ? test.skip : test.serial;
const unless = oldest === null ? ' (not to be had from the registry)' : '';
withOldest(`Node.js ${OLDEST} is enough${unless}`, async t => {
  const wheel = join(root, 'test', 'artefacts', 'markupsafe-3.0.3-cp313-cp313-win_amd64.whl');
  for (const words of [
    ['--version'],
    ['--help'],
    ['rule', 'two-crts'],
    ['check-abi', wheel],
    ['check-abi', '--output-format', 'sarif', wheel],
    ['check-abi', '--tree', '--facts', '--python', '3.13', wheel],
  ]) {
    const {exitCode, stderr} = await run(oldest ?? '', ...words);
    t.is(stderr, '');
    t.is(exitCode, 0);
  }
});
