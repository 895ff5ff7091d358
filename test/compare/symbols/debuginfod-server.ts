import {type ChildProcess, spawn} from 'node:child_process';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

/**
 * Why debuginfod cannot run here; null where it can. It listens on all interfaces and has no option against that, so
 * that it runs in a network namespace that has nothing but loopback, with the program that asks it.
 */
export const noDebuginfod: string | null =
  toolNamed('debuginfod') === null
    ? 'no debuginfod'
    : toolNamed('unshare') === null || process.getuid?.() !== 0
      ? 'no root for a network namespace'
      : null;

/** What runs beside a real debuginfod: the words of a program, its variables, and what it printed. */
export interface BesideServer {
  run(
    words: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{stdout: string; code: number}>;
  stop(): Promise<void>;
}

/** A shell in the namespace that obeys line by line; `-F` serves files, `-U` what is in .deb archives. */
export async function startDebuginfod(
  kind: '-F' | '-U',
  folder: string,
  port: number,
): Promise<BesideServer> {
  const work = temporaryFolder();
  const shell = spawn('unshare', ['-n', 'bash'], {stdio: ['pipe', 'pipe', 'inherit']});
  const obey = obeyer(shell);
  await obey(`ip link set lo up`);
  await obey(
    `env -u DEBUGINFOD_URLS debuginfod -p ${port} -d '${join(work, 'index.sqlite')}' -t 0 -g 0 ${kind} '${folder}' >'${join(work, 'log')}' 2>&1 & true`,
  );
  const metrics = `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`;
  for (let tries = 0; ; tries += 1) {
    const {stdout} = await obey(`( ${metrics} ) 2>/dev/null`);
    // Idle only when it has looked at every file: thread_busy, not the queue alone.
    const isReady =
      /thread_work_total\{role="traverse"\} [1-9]/.test(stdout) &&
      /thread_work_pending\{role="scan"\} 0/.test(stdout) &&
      /thread_busy\{role="scan"\} 0/.test(stdout);
    if (isReady) break;
    if (tries > 600) {
      await obey('kill %1; wait');
      shell.stdin?.end('exit\n');
      throw new Error('debuginfod does not become ready');
    }
    await delay(100);
  }
  return {
    run: (words, env = {}) => {
      const variables = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
      return obey(['env', ...variables, ...words.map(quoted)].join(' '));
    },
    async stop() {
      await obey('kill %1; wait');
      shell.stdin?.end('exit\n');
    },
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Runs one line after the other, and gives what each printed, errors with it. */
function obeyer(shell: ChildProcess): (line: string) => Promise<{stdout: string; code: number}> {
  let text = '';
  let count = 0;
  const waiting: (() => void)[] = [];
  shell.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (const look of waiting) look();
  });
  return line =>
    new Promise(resolve => {
      count += 1;
      const end = new RegExp(`<<end ${count} (\\d+)>>\\n`);
      const look = (): void => {
        const match = end.exec(text);
        if (!match) return;
        waiting.splice(waiting.indexOf(look), 1);
        const stdout = text.slice(0, match.index);
        text = text.slice(match.index + match[0].length);
        resolve({stdout, code: Number(match[1])});
      };
      waiting.push(look);
      shell.stdin?.write(`{ ${line}\n} 2>&1; echo "<<end ${count} $?>>"\n`);
    });
}
