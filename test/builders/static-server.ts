import {createReadStream, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {join, normalize} from 'node:path';

/** A web server that knows nothing but files, as any static host. */
export interface StaticServer {
  readonly url: string;
  /** Paths that were asked for, each with the status of the answer. */
  readonly requests: readonly {readonly path: string; readonly status: number}[];
  close(): void;
}

/** Serves a folder on a free port of this machine. Paths are told apart by case, as most hosts do. */
export async function serveFolder(folder: string): Promise<StaticServer> {
  const requests: {path: string; status: number}[] = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname));
    const file = join(folder, path);
    const isFile = statSync(file, {throwIfNoEntry: false})?.isFile() === true;
    requests.push({path, status: isFile ? 200 : 404});
    if (!isFile) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {'content-length': statSync(file).size});
    createReadStream(file).pipe(response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {url: `http://127.0.0.1:${address.port}`, requests, close: () => server.close()};
}
