import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {type Download, type DownloadLimits, download} from '../../../src/system/symbols/download.ts';
import {shownUrl} from '../../../src/system/symbols/http.ts';
import {httpClient} from '../../../src/system/symbols/http-client.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {sendFile, serve, type TestServer} from './symbol-server.ts';

const CONTENT = randomBytes(3_000_000);
/** What was received is kept, how much of what was sent that may be. */
const RESUMED = /^bytes=[1-9]\d*-$/;
const LIMITS: DownloadLimits = {maxBytes: 10_000_000, retries: 2, firstDelayMs: 1};

async function fetchFrom(
  url: string,
  {
    folder = temporaryFolder(),
    limits = LIMITS,
    env = {},
  }: {folder?: string; limits?: DownloadLimits; env?: NodeJS.ProcessEnv} = {},
): Promise<{outcome: Download; folder: string}> {
  const client = httpClient(env);
  try {
    const progress = {expect: () => {}, received: () => {}};
    return {outcome: await download(url, folder, {client, progress, limits}), folder};
  } finally {
    await client.close();
  }
}

type Check = (t: ExecutionContext, server: TestServer) => Promise<void>;

const withServer = test.macro<[Parameters<typeof serve>[0], Check]>(async (t, answer, check) => {
  const server = await serve(answer);
  try {
    await check(t, server);
  } finally {
    server.close();
  }
});

function contentOf(outcome: Download): Buffer | null {
  return outcome.result === 'done' ? readFileSync(outcome.file) : null;
}

test(
  'a file comes in whole',
  withServer,
  (request, response) => sendFile(request, response, CONTENT, '"1"'),
  async (t, server) => {
    const {outcome} = await fetchFrom(`${server.url}/a`);
    t.true(contentOf(outcome)?.equals(CONTENT));
  },
);

let cuts = 0;
test(
  'a connection that is cut is gone on with where it ended',
  withServer,
  (request, response) => {
    if (request.headers.range !== undefined) return sendFile(request, response, CONTENT, '"1"');
    cuts += 1;
    response.writeHead(200, {etag: '"1"', 'content-length': CONTENT.length});
    response.write(CONTENT.subarray(0, 1_000_000), () => setTimeout(() => response.destroy(), 50));
  },
  async (t, server) => {
    const {outcome} = await fetchFrom(`${server.url}/a`);
    t.true(contentOf(outcome)?.equals(CONTENT));
    t.is(cuts, 1);
    t.is(server.asked.length, 2);
    t.regex(server.asked[1]?.range ?? '', RESUMED);
  },
);

test(
  'what one run did not finish the next one goes on with',
  withServer,
  (request, response) => {
    if (request.headers.range !== undefined) return sendFile(request, response, CONTENT, '"1"');
    response.writeHead(200, {etag: '"1"', 'content-length': CONTENT.length});
    response.write(CONTENT.subarray(0, 1_000_000), () => setTimeout(() => response.destroy(), 50));
  },
  async (t, server) => {
    const {outcome, folder} = await fetchFrom(`${server.url}/a`, {limits: {...LIMITS, retries: 0}});
    t.is(outcome.result, 'unreachable');
    const next = await fetchFrom(`${server.url}/a`, {folder});
    t.true(contentOf(next.outcome)?.equals(CONTENT));
    t.regex(server.asked.at(-1)?.range ?? '', RESUMED);
  },
);

let versions = 0;
test(
  'a file that changed meanwhile is fetched anew',
  withServer,
  (request, response) => {
    versions += 1;
    const etag = `"${versions}"`;
    if (versions > 1) return sendFile(request, response, CONTENT, etag);
    response.writeHead(200, {etag, 'content-length': CONTENT.length});
    response.write(randomBytes(1_000_000), () => setTimeout(() => response.destroy(), 50));
  },
  async (t, server) => {
    const {outcome} = await fetchFrom(`${server.url}/a`);
    t.true(contentOf(outcome)?.equals(CONTENT));
  },
);

test(
  'without an ETag nothing is gone on with',
  withServer,
  (_, response) => {
    response.writeHead(200, {'content-length': CONTENT.length});
    response.write(CONTENT.subarray(0, 1000), () => setTimeout(() => response.destroy(), 20));
  },
  async (t, server) => {
    const {outcome, folder} = await fetchFrom(`${server.url}/a`);
    t.is(outcome.result, 'unreachable');
    t.true(server.asked.every(({range}) => range === null));
    t.is(server.asked.length, 3);
    t.deepEqual(readdirSync(folder), []);
  },
);

for (const status of [404, 410]) {
  test(
    `status ${status} is absence, and asked once`,
    withServer,
    (_, response) => response.writeHead(status).end(),
    async (t, server) => {
      t.is((await fetchFrom(`${server.url}/a`)).outcome.result, 'absent');
      t.is(server.asked.length, 1);
    },
  );
}

for (const status of [429, 500, 503]) {
  test(
    `status ${status} is tried again`,
    withServer,
    (_, response) => response.writeHead(status).end(),
    async (t, server) => {
      const {outcome} = await fetchFrom(`${server.url}/a`);
      t.like(outcome, {result: 'unreachable', why: `answered with status ${status}`});
      t.is(server.asked.length, 3);
    },
  );
}

test(
  'status 403 is refused at once',
  withServer,
  (_, response) => response.writeHead(403).end(),
  async (t, server) => {
    t.is((await fetchFrom(`${server.url}/a`)).outcome.result, 'refused');
    t.is(server.asked.length, 1);
  },
);

test(
  'a redirect is followed',
  withServer,
  (request, response) => {
    if (request.url === '/b') return sendFile(request, response, CONTENT, '"1"');
    response.writeHead(302, {location: '/b'}).end();
  },
  async (t, server) => {
    t.is((await fetchFrom(`${server.url}/a`)).outcome.result, 'done');
  },
);

for (const location of ['file:///etc/passwd', 'ftp://127.0.0.1/x', 'javascript:1']) {
  test(
    `a redirect to ${location} is refused`,
    withServer,
    (_, response) => response.writeHead(302, {location}).end(),
    async (t, server) => {
      const {outcome} = await fetchFrom(`${server.url}/a`);
      t.like(outcome, {result: 'refused'});
      t.is(server.asked.length, 1);
    },
  );
}

test(
  'a redirect in a circle ends',
  withServer,
  (_, response) => response.writeHead(302, {location: '/a'}).end(),
  async (t, server) => {
    t.is((await fetchFrom(`${server.url}/a`)).outcome.result, 'refused');
    t.is(server.asked.length, 6);
  },
);

test(
  'a size beyond the limit is refused before the body is read',
  withServer,
  (_, response) => response.writeHead(200, {'content-length': '20000000'}).flushHeaders(),
  async (t, server) => {
    t.is((await fetchFrom(`${server.url}/a`)).outcome.result, 'refused');
  },
);

test(
  'a body without an end is refused at the limit',
  withServer,
  (_, response) => {
    response.writeHead(200);
    const more = (): void => {
      if (!response.destroyed) response.write(Buffer.alloc(1_000_000), more);
    };
    more();
  },
  async (t, server) => {
    t.is((await fetchFrom(`${server.url}/a`)).outcome.result, 'refused');
  },
);

test('nobody there is unreachable, in words', async t => {
  const {outcome} = await fetchFrom('http://127.0.0.1:9/a');
  t.deepEqual(outcome, {result: 'unreachable', why: 'nobody answers there', isHostDown: true});
});

test('a proxy of the environment is asked, but not for hosts of NO_PROXY', async t => {
  const proxy = await serve((_, response) => response.writeHead(404).end());
  const target = await serve((_, response) => response.writeHead(404).end());
  try {
    const env = {http_proxy: proxy.url, no_proxy: ''};
    await fetchFrom('http://symbols.invalid/a', {env});
    t.is(proxy.asked.length, 1);
    await fetchFrom(`${target.url}/a`, {env: {...env, no_proxy: '127.0.0.1'}});
    t.is(proxy.asked.length, 1);
    t.is(target.asked.length, 1);
  } finally {
    proxy.close();
    target.close();
  }
});

test(
  'a name and password go to the server, and are not shown',
  withServer,
  (request, response) => {
    response.writeHead(request.headers.authorization === `Basic ${btoa('me:s@cret')}` ? 404 : 401).end();
  },
  async (t, server) => {
    const url = `${server.url.replace('://', '://me:s%40cret@')}/a`;
    t.is((await fetchFrom(url)).outcome.result, 'absent');
    t.is(shownUrl(url), `${server.url}/a`);
  },
);

const openssl = toolNamed('openssl');

(openssl ? test : test.skip)(
  `a private certificate is accepted where SSL_CERT_FILE names it, and not otherwise${openssl ? '' : ' (skipped: no openssl)'}`,
  async t => {
    const folder = temporaryFolder();
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      openssl ?? '',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'],
        ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
      ],
      {stdio: 'pipe'},
    );
    const server = createServer(
      {key: readFileSync(key), cert: readFileSync(certificate)},
      (request, response) => {
        if (request.url === '/plain') response.writeHead(302, {location: 'http://localhost/x'}).end();
        else response.writeHead(404).end();
      },
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    try {
      const url = `https://localhost:${port}`;
      const env = {SSL_CERT_FILE: certificate};
      t.is((await fetchFrom(`${url}/a`, {env})).outcome.result, 'absent');
      t.like((await fetchFrom(`${url}/a`)).outcome, {result: 'unreachable'});
      t.like((await fetchFrom(`${url}/plain`, {env})).outcome, {
        result: 'refused',
        why: 'redirects from https to http',
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
