import {createServer, type Socket} from 'node:net';
import type {CrashMessage} from '../../../debugging/run/crash-message.ts';

/** Longer lines are none of the handler's. */
const MAX_LINE = 1024;

/** Waits for crashes: each waits in its handler until what is done with it ends. */
export interface CrashListener {
  /** Resolves when the crashes that have come so far are done with. */
  settled(): Promise<void>;
  close(): void;
}

/** Listens on a Unix socket at `path`, and gives each crash to `onCrash`, one after the other. */
export async function listenForCrashes(
  path: string,
  onCrash: (crash: CrashMessage) => Promise<void>,
): Promise<CrashListener> {
  let queue: Promise<void> = Promise.resolve();
  const answer = async (text: string): Promise<void> => {
    // Loaded when the first crash comes.
    const {parseCrashMessage} = await import('../../../debugging/run/crash-message.ts');
    const message = parseCrashMessage(text.split('\n', 1)[0] ?? '');
    if (message) await onCrash(message);
  };
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    // The program may be killed while it waits.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    let line = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      line += text;
      if (!line.includes('\n') && line.length < MAX_LINE) return;
      socket.pause();
      queue = queue.then(() => answer(line)).finally(() => socket.destroy());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  return {
    settled: () => queue,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
