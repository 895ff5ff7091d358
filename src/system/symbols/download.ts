import {
  createWriteStream,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {Readable, Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import pRetry, {AbortError} from 'p-retry';
import {describeFailure} from '../system-failure.ts';
import {type HttpAnswer, type HttpClient, HttpRefusal} from './http.ts';
import {ETAG_SUFFIX, type PartialDownload, takePartial} from './symbol-store.ts';

/** What became of a download. */
export type Download =
  /** `file`: complete; the caller moves it or removes it. */
  | {readonly result: 'done'; readonly file: string; readonly bytes: number}
  | {readonly result: 'absent'}
  /** The server, or the way to it, failed; another try may succeed. */
  | {
      readonly result: 'unreachable';
      readonly why: string;
      /** Nobody answers at the host: another file of it need not be asked for. */
      readonly isHostDown: boolean;
    }
  /** What the server answers is not taken. */
  | {readonly result: 'refused'; readonly why: string};

/** Told while a file comes in. */
export interface DownloadProgress {
  /** The size of a file that begins, as far as the server tells it. */
  expect(bytes: number): void;
  received(bytes: number): void;
}

/** What one download may cost. */
export interface DownloadLimits {
  readonly maxBytes: number;
  readonly retries: number;
  /** Before the second try; doubled for each further one. */
  readonly firstDelayMs: number;
}

/** The largest debug information that is known is below 4 GiB: the PDB format itself ends there. */
export const DOWNLOAD_LIMITS: DownloadLimits = {maxBytes: 4 * 1024 ** 3, retries: 3, firstDelayMs: 300};

/** Answers that a later try may turn into a file (RFC 9110, RFC 6585). */
const TEMPORARY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const ABSENT: ReadonlySet<number> = new Set([404, 410]);

/**
 * Fetches a URL into a file of a folder. A connection that is cut is gone on with where it ended (Range and If-Range,
 * RFC 9110 section 13.1.5), in this run or the next one, where the server gives an ETag.
 */
export async function download(
  url: string,
  folder: string,
  {
    client,
    progress,
    limits = DOWNLOAD_LIMITS,
  }: {client: HttpClient; progress: DownloadProgress; limits?: DownloadLimits},
): Promise<Download> {
  const partial = takePartial(folder, url);
  let isDone = false;
  try {
    const outcome = await pRetry(() => attempt(url, partial, client, progress, limits), {
      retries: limits.retries,
      minTimeout: limits.firstDelayMs,
      factor: 2,
      // p-retry's own test knows fetch's errors alone; what is final throws an AbortError.
      shouldRetry: ({error}) => codeOf(error) !== 'ENOTFOUND',
    });
    isDone = outcome.result === 'done';
    return outcome;
  } catch (error) {
    if (error instanceof HttpRefusal) return {result: 'refused', why: error.message};
    return {
      result: 'unreachable',
      why: describeNetworkFailure(error),
      isHostDown: HOST_DOWN.has(codeOf(error)),
    };
  } finally {
    if (isDone) rmSync(`${partial.file}${ETAG_SUFFIX}`, {force: true});
    else {
      if (sizeOf(partial.file) > 0 && existsSync(`${partial.file}${ETAG_SUFFIX}`)) partial.release();
      else partial.remove();
    }
  }
}

async function attempt(
  url: string,
  {file}: PartialDownload,
  client: HttpClient,
  progress: DownloadProgress,
  {maxBytes}: DownloadLimits,
): Promise<Download> {
  const etag = etagOf(file);
  const before = etag === null ? 0 : sizeOf(file);
  const resume = before > 0 && etag !== null ? {range: `bytes=${before}-`, 'if-range': etag} : {};
  const answer = await orAbort(client.get(url, resume));
  if (ABSENT.has(answer.status)) {
    await answer.discard();
    return {result: 'absent'};
  }
  if (answer.status === 416) {
    // What we have is not the beginning of what the server has now.
    await answer.discard();
    truncate(file);
    throw new Error('the file changed on the server meanwhile');
  }
  const isRest = answer.status === 206 && resumesAt(answer, before);
  if (answer.status !== 200 && !isRest) {
    await answer.discard();
    if (TEMPORARY.has(answer.status)) throw new Error(`answered with status ${answer.status}`);
    return {result: 'refused', why: `answered with status ${answer.status}`};
  }
  if (!isRest) truncate(file);
  remember(file, answer.header('etag'));
  const from = isRest ? before : 0;
  const length = Number(answer.header('content-length') ?? Number.NaN);
  if (from + length > maxBytes) {
    await answer.discard();
    return {result: 'refused', why: `has ${from + length} bytes, more than any debug information`};
  }
  if (Number.isFinite(length)) progress.expect(length);
  await pipeline(
    Readable.from(answer.body),
    counting(maxBytes - from, progress),
    createWriteStream(file, {flags: 'a'}),
  );
  const bytes = sizeOf(file);
  // A connection that ends early is not always an error of its own.
  if (Number.isFinite(length) && bytes < from + length) throw new Error('the connection was cut');
  return {result: 'done', file, bytes};
}

/** A refusal is final: p-retry gives up at an AbortError, and throws what is in it. */
async function orAbort(answer: Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof HttpRefusal ? new AbortError(error) : error;
  }
}

function resumesAt(answer: HttpAnswer, offset: number): boolean {
  return new RegExp(`^bytes ${offset}-`).test(answer.header('content-range') ?? '');
}

/** Passes bytes on, tells of them, and ends the stream where they are too many. */
function counting(maxBytes: number, progress: DownloadProgress): Transform {
  let count = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      count += chunk.length;
      progress.received(chunk.length);
      if (count > maxBytes) done(new AbortError(new HttpRefusal('is larger than any debug information')));
      else done(null, chunk);
    },
  });
}

/** Strong validators only: a weak one does not promise the same bytes (RFC 9110, section 8.8.3). */
function remember(file: string, etag: string | null): void {
  if (etag?.startsWith('"')) writeFileSync(`${file}${ETAG_SUFFIX}`, etag);
}

function etagOf(file: string): string | null {
  try {
    return readFileSync(`${file}${ETAG_SUFFIX}`, 'latin1');
  } catch {
    return null;
  }
}

function sizeOf(file: string): number {
  return statSync(file, {throwIfNoEntry: false})?.size ?? 0;
}

function truncate(file: string): void {
  if (existsSync(file)) truncateSync(file, 0);
}

/** undici hides what the system said one or two causes deep. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}

function codeOf(error: unknown): string {
  const cause = innermost(error);
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

/** `ENOTFOUND` and its like in words. */
function describeNetworkFailure(error: unknown): string {
  const cause = innermost(error);
  const code = codeOf(error);
  const words = NETWORK_FAILURES.get(code);
  if (words !== undefined) return words;
  if (/CERT|SSL|TLS/.test(code))
    return `its certificate is not accepted (${code}; SSL_CERT_FILE names private ones)`;
  if (/^E[A-Z]+$/.test(code)) return describeFailure(cause);
  return cause instanceof Error ? cause.message : String(cause);
}

const HOST_DOWN: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const NETWORK_FAILURES: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'there is no such host'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up now'],
  ['ECONNREFUSED', 'nobody answers there'],
  ['ECONNRESET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['UND_ERR_SOCKET', 'the connection was cut'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no answer in time'],
  ['UND_ERR_HEADERS_TIMEOUT', 'no answer in time'],
  ['UND_ERR_BODY_TIMEOUT', 'the answer stopped in the middle'],
  ['ETIMEDOUT', 'no answer in time'],
]);
