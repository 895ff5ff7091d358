import {spawn} from 'node:child_process';

/** A message of the Debug Adapter Protocol, as much of it as is asked for here. */
interface Message {
  readonly type: 'request' | 'response' | 'event';
  readonly command?: string;
  readonly event?: string;
  readonly success?: boolean;
  readonly body?: Record<string, unknown>;
}

/** A debug adapter on its standard streams. Kill it in the end. */
export function startAdapter(program: string, cwd: string) {
  const adapter = spawn(program, [], {cwd, stdio: ['pipe', 'pipe', 'ignore']});
  const seen: Message[] = [];
  let waiting: (() => void)[] = [];
  let bytes = Buffer.alloc(0);
  let sequence = 0;
  adapter.stdout.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const header = /Content-Length: (\d+)\r\n\r\n/.exec(bytes.toString('latin1'));
      if (!header) return;
      const start = header.index + header[0].length;
      const end = start + Number(header[1]);
      if (bytes.length < end) return;
      seen.push(JSON.parse(bytes.subarray(start, end).toString('utf8')));
      bytes = bytes.subarray(end);
      for (const wake of waiting) wake();
      waiting = [];
    }
  });

  return {
    send(command: string, args: Record<string, unknown> = {}): void {
      const text = JSON.stringify({seq: ++sequence, type: 'request', command, arguments: args});
      adapter.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    },
    /** The first message that fits, now or later; null after 60 seconds. */
    async next(fits: (message: Message) => boolean): Promise<Message | null> {
      const end = Date.now() + 60_000;
      for (;;) {
        const found = seen.find(fits);
        if (found || Date.now() > end) return found ?? null;
        await new Promise<void>(resolve => {
          waiting.push(resolve);
          setTimeout(resolve, 1000);
        });
      }
    },
    kill: () => adapter.kill(),
  };
}
