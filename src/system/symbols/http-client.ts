import {readFileSync} from 'node:fs';
import {rootCertificates} from 'node:tls';
import {type Dispatcher, EnvHttpProxyAgent, request} from 'undici';
import {UserError} from '../../errors.ts';
import {version} from '../../version.ts';
import {describeFailure} from '../system-failure.ts';
import {type HttpAnswer, type HttpClient, HttpRefusal} from './http.ts';

const MAX_REDIRECTS = 5;
/** debuginfod unpacks a package before it answers (4.3 s for one of 37 MB); its own client waits 90 s. */
const ANSWER_TIMEOUT_MS = 90_000;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Proxies by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which Node's own fetch does not look at; private certificates by
 * SSL_CERT_FILE, besides those of NODE_EXTRA_CA_CERTS, which Node reads. Nothing switches verification off.
 */
export function httpClient(env: NodeJS.ProcessEnv): HttpClient {
  const ca = certificates(env['SSL_CERT_FILE']);
  const agent = new EnvHttpProxyAgent({
    // An empty string, not undefined: that would be looked up in the process.
    httpProxy: env['http_proxy'] ?? env['HTTP_PROXY'] ?? '',
    httpsProxy: env['https_proxy'] ?? env['HTTPS_PROXY'] ?? '',
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
    // Plain http is asked of a proxy as such: many allow CONNECT to port 443 only.
    proxyTunnel: false,
    connect: {timeout: CONNECT_TIMEOUT_MS, ...(ca && {ca})},
    ...(ca && {requestTls: {ca}, proxyTls: {ca}}),
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  return {
    get: (url, headers) => follow(new URL(url), {'user-agent': `pyxdbg/${version}`, ...headers}, agent),
    close: () => agent.destroy(),
  };
}

async function follow(
  start: URL,
  headers: Readonly<Record<string, string>>,
  dispatcher: Dispatcher,
): Promise<HttpAnswer> {
  let url = start;
  for (let hops = 0; ; hops += 1) {
    const answer = await ask(url, headers, dispatcher);
    const location = isRedirect(answer.status) ? answer.header('location') : null;
    if (location === null) return answer;
    await answer.discard();
    if (hops === MAX_REDIRECTS) throw new HttpRefusal(`redirects more than ${MAX_REDIRECTS} times`);
    url = redirected(url, location);
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Where a redirect leads: to http or https, and never from https to http. */
function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  if (!to || !/^https?:$/.test(to.protocol)) {
    throw new HttpRefusal('redirects to something that is neither http nor https');
  }
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw new HttpRefusal('redirects from https to http');
  }
  return to;
}

async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  dispatcher: Dispatcher,
): Promise<HttpAnswer> {
  // A name and password in a URL are for that server alone.
  const {username, password} = url;
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  const authorization =
    username === ''
      ? {}
      : {authorization: `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`};
  const answer = await request(plain, {headers: {...headers, ...authorization}, dispatcher});
  return {
    status: answer.statusCode,
    header: name => {
      const value = answer.headers[name];
      return (Array.isArray(value) ? value.at(-1) : value) ?? null;
    },
    body: answer.body,
    discard: () => answer.body.dump(),
  };
}

/** Node's certificates and those of a file. Throws a UserError for a file that cannot be read. */
function certificates(file: string | undefined): string[] | null {
  if (!file) return null;
  try {
    return [...rootCertificates, readFileSync(file, 'utf8')];
  } catch (cause) {
    throw new UserError({
      what: `cannot be read, though SSL_CERT_FILE names it: ${describeFailure(cause)}`,
      where: file,
      advice: 'correct the variable, or unset it',
      cause,
    });
  }
}
