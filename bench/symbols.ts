/**
 * What it saves to ask for eight files at a time: 40 debug files over a server that answers after 60 ms, all of them
 * there, and none of them; beside the same one by one. In turns, each from an empty store.
 * Usage: node bench/symbols.ts [ROUNDS]. Needs gcc and objcopy.
 */
import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {debuginfod} from '../src/symbols/sources/debuginfod.ts';
import {subjectsOf} from '../src/system/symbol-targets.ts';
import {absentUrls} from '../src/system/symbols/absent-urls.ts';
import {noPackages} from '../src/system/symbols/apt-index.ts';
import {httpClient} from '../src/system/symbols/http-client.ts';
import {lookUp} from '../src/system/symbols/look-up.ts';
import {symbolStore} from '../src/system/symbols/symbol-store.ts';
import {unpacker} from '../src/system/symbols/unpack.ts';
import {printMachine} from './table.ts';

const FILES = 40;
const LATENCY_MS = 60;
const rounds = Number(process.argv[2] ?? '5');
const place = mkdtempSync(join(tmpdir(), 'pyxdbg-bench-'));

function library(index: number): string {
  const run = (tool: string, ...words: string[]): void => void execFileSync(tool, words, {cwd: place});
  writeFileSync(
    join(place, 'a.c'),
    `int answer${index}(int x) { int twice = x + ${index}; return twice; }\n`,
  );
  run('gcc', '-shared', '-fPIC', '-g3', 'a.c', '-o', 'full.so', '-Wl,--build-id=sha1');
  run('objcopy', '--only-keep-debug', 'full.so', `${index}.debug`);
  run('objcopy', '--strip-unneeded', 'full.so', `${index}.so`);
  return join(place, `${index}.so`);
}

async function main(): Promise<void> {
  const libraries = Array.from({length: FILES}, (_, index) => library(index));
  const subjects = (await Promise.all(libraries.map(subjectsOf))).flatMap(one => one.subjects);
  const files = new Map(
    subjects.map(({identity}, index) => [
      identity?.kind === 'build-id' ? `/buildid/${identity.id}/debuginfo` : '',
      readFileSync(join(place, `${index}.debug`)),
    ]),
  );
  const server = createServer((request, response) => {
    setTimeout(() => {
      const bytes = files.get(request.url ?? '');
      if (bytes) response.writeHead(200, {'content-length': bytes.length}).end(bytes);
      else response.writeHead(404).end();
    }, LATENCY_MS);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function timeMs(address: string, concurrency: number): Promise<number> {
    const store = mkdtempSync(join(place, 'store-'));
    const client = httpClient({});
    const start = performance.now();
    await lookUp(
      subjects,
      {
        mode: 'fetch',
        sources: [debuginfod([address])],
        obtainer: {
          client,
          store: symbolStore(store),
          absent: absentUrls(store, false),
          progress: {expect: () => {}, received: () => {}},
          downHosts: new Map(),
        },
        unpacker: unpacker(true),
        packages: noPackages,
        concurrency,
      },
      () => {},
    );
    const time = performance.now() - start;
    await client.close();
    return time;
  }

  printMachine();
  for (const [title, address] of [
    ['all there', url],
    ['none there', `${url}/none`],
  ] as const) {
    const [one, eight]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      one.push(await timeMs(address, 1));
      eight.push(await timeMs(address, 8));
    }
    const [slow, fast] = [median(one), median(eight)];
    console.log(
      `${FILES} files, ${LATENCY_MS} ms latency, ${title}: one by one ${slow.toFixed(0)} ms, eight at a time ${fast.toFixed(0)} ms, ${(slow / fast).toFixed(2)}x`,
    );
  }
  server.closeAllConnections();
  server.close();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  await main();
} finally {
  rmSync(place, {recursive: true, force: true});
}
