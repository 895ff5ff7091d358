import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** What a server of the tests was asked: path, and the header of a resumed download. */
export interface Asked {
  readonly path: string;
  readonly range: string | null;
}

/** An HTTP server on loopback, of our own: it behaves as badly as a test wants. */
export interface TestServer {
  readonly url: string;
  readonly asked: Asked[];
  close(): void;
}

/** Starts it on a free port. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    asked.push({path: request.url ?? '', range: request.headers.range ?? null});
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers with bytes as a static file server does: ETag, Range and If-Range (RFC 9110, sections 13.1.5 and 14). */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  etag: string,
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const isResumed = from > 0 && request.headers['if-range'] === etag;
  const start = isResumed ? from : 0;
  response.writeHead(isResumed ? 206 : 200, {
    etag,
    'content-length': bytes.length - start,
    ...(isResumed && {'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`}),
  });
  response.end(bytes.subarray(start));
}
