import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';

type Body = Readonly<Record<string, unknown>>;

/** A message of the Debug Adapter Protocol, as much of it as is asked for here. */
export interface DapMessage {
  readonly type: 'request' | 'response' | 'event';
  readonly seq?: number;
  readonly request_seq?: number;
  readonly command?: string;
  readonly event?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly arguments?: Body;
  readonly body?: Body;
}

/** A line at which the program shall stop. */
export interface Breakpoint {
  readonly file: string;
  readonly line: number;
}

/** A debug adapter on its standard streams, spoken to as VS Code does. */
export interface DapSession {
  /** Sends a request and gives the answer to it. Throws what the adapter says where it refuses. */
  request(command: string, args?: Body): Promise<Body>;
  /** The next event that fits, of those that were not given yet. */
  event(name: string, fits?: (body: Body) => boolean): Promise<Body>;
  /** What the program has written so far, as the adapter and the terminal tell. */
  output(): string;
  /** Leaves, and takes the program along. */
  end(): Promise<void>;
}

const WAIT_MS = 60_000;

/** For an adapter that does not go when it is told to. */
const LEAVE_MS = 2000;

/** Starts an adapter; ends with `end`. */
export function startSession(program: string, args: readonly string[], cwd: string): DapSession {
  const adapter = spawn(program, args, {cwd, stdio: ['pipe', 'pipe', 'pipe']});
  const terminals: ChildProcess[] = [];
  const seen: DapMessage[] = [];
  const given = new Set<DapMessage>();
  let waiting: (() => void)[] = [];
  let terminal = '';
  let complaint = '';
  let sequence = 0;
  let hasEnded = false;
  // An adapter that has gone takes no more words.
  adapter.stdin.on('error', () => {});
  const write = (message: Body): void => {
    const text = JSON.stringify({seq: ++sequence, ...message});
    adapter.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  /** VS Code runs it in its terminal. */
  const runInTerminal = ({seq, arguments: {args: words, cwd: folder, env} = {}}: DapMessage): void => {
    const [command = '', ...rest] = Array.isArray(words) ? words.map(String) : [];
    const child = spawn(command, rest, {
      cwd: String(folder),
      env: {...process.env, ...(typeof env === 'object' ? env : {})},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    terminals.push(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        terminal += chunk;
      });
    }
    write({
      type: 'response',
      request_seq: seq,
      success: true,
      command: 'runInTerminal',
      body: {processId: child.pid},
    });
  };
  readMessages(adapter.stdout, message => {
    if (message.type === 'request' && message.command === 'runInTerminal') runInTerminal(message);
    else seen.push(message);
    for (const wake of waiting) wake();
    waiting = [];
  });
  adapter.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk;
  });
  const next = async (what: string, fits: (message: DapMessage) => boolean): Promise<DapMessage> => {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      const found = seen.find(message => !given.has(message) && fits(message));
      if (found) {
        given.add(found);
        return found;
      }
      if (hasEnded || Date.now() > end)
        throw new Error(`no ${what}: ${JSON.stringify(seen.slice(-6))} ${complaint}`);
      await new Promise<void>(resolve => {
        waiting.push(resolve);
        setTimeout(resolve, 500);
      });
    }
  };
  return {
    async request(command, args = {}) {
      write({type: 'request', command, arguments: args});
      const own = sequence;
      const answer = await next(
        `answer to ${command}`,
        ({type, request_seq}) => type === 'response' && request_seq === own,
      );
      if (answer.success !== true) throw new Error(`${command}: ${JSON.stringify(answer)}`);
      return answer.body ?? {};
    },
    async event(name, fits = () => true) {
      const found = await next(
        `event ${name}`,
        ({type, event, body}) => type === 'event' && event === name && fits(body ?? {}),
      );
      return found.body ?? {};
    },
    output: () =>
      terminal +
      seen
        .filter(({event}) => event === 'output')
        .map(({body}) => String(body?.['output']))
        .join(''),
    async end() {
      hasEnded = true;
      if (adapter.exitCode === null) {
        const exited = once(adapter, 'exit');
        write({type: 'request', command: 'disconnect', arguments: {terminateDebuggee: true}});
        await Promise.race([exited, new Promise(resolve => setTimeout(resolve, LEAVE_MS))]);
      }
      adapter.kill('SIGKILL');
      // What it started may hold them open.
      for (const stream of [adapter.stdin, adapter.stdout, adapter.stderr]) stream.destroy();
      for (const child of terminals) child.kill('SIGKILL');
    },
  };
}

function readMessages(stream: NodeJS.ReadableStream, take: (message: DapMessage) => void): void {
  let bytes = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const header = /Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(bytes.toString('latin1'));
      if (!header) return;
      const start = header.index + header[0].length;
      const end = start + Number(header[1]);
      if (bytes.length < end) return;
      take(JSON.parse(bytes.subarray(start, end).toString('utf8')));
      bytes = bytes.subarray(end);
    }
  });
}
