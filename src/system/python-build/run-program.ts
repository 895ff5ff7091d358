import {createWriteStream} from 'node:fs';
import {UserError} from '../../errors.ts';
import {loadExeca} from '../programs.ts';

/** How a program ended. */
export interface ProgramOutcome {
  readonly failed: boolean;
  /** Null for a signal. */
  readonly exitCode: number | null;
  /** Both streams as they came, the end of them where they are long. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** On top of the caller's environment; null unsets. */
  readonly env?: Readonly<Record<string, string | null>>;
  readonly onLine?: (line: string) => void;
}

/** Runs the programs of one build. */
export interface Programs {
  /** Throws the abort reason where the user interrupts, and a UserError for a program that is not there. */
  run(command: readonly [string, ...string[]], options?: ProgramOptions): Promise<ProgramOutcome>;
  /** Closes the log. */
  close(): Promise<void>;
}

/** The most of one program's output that is kept for showing, in characters; the log has all of it. */
const MAX_SHOWN = 2_000_000;
/** Between asking a group of processes to end and ending it. */
const KILL_DELAY_MS = 2_000;

/**
 * Programs whose output goes to `logFile` (absolute), and to stderr as it comes where `isLive`. Each is the head of a
 * group of its own, so that an interrupted make takes its compilers with it.
 */
export function programsOf({
  logFile,
  isLive,
  signal,
}: {
  readonly logFile: string;
  readonly isLive: boolean;
  readonly signal: AbortSignal;
}): Programs {
  const log = createWriteStream(logFile, {flags: 'a'});
  return {
    async run([program, ...words], {cwd, env = {}, onLine} = {}) {
      signal.throwIfAborted();
      const execa = await loadExeca();
      log.write(`$ ${[program, ...words].join(' ')}\n`);
      const child = execa(program, words, {
        ...(cwd === undefined ? {} : {cwd}),
        env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? undefined])),
        reject: false,
        stdin: 'ignore',
        all: true,
        buffer: false,
        stripFinalNewline: false,
        detached: process.platform !== 'win32',
      });
      let isRunning = true;
      const end = (): void => endGroup(child.pid, () => isRunning);
      signal.addEventListener('abort', end, {once: true});
      let output = '';
      let rest = '';
      child.all?.on('data', (chunk: Buffer) => {
        log.write(chunk);
        if (isLive) process.stderr.write(chunk);
        const text = chunk.toString('utf8');
        output = (output + text).slice(-MAX_SHOWN);
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
      const result = await child;
      isRunning = false;
      if (rest !== '') onLine?.(rest);
      signal.removeEventListener('abort', end);
      signal.throwIfAborted();
      if (result.code === 'ENOENT') {
        throw new UserError({
          what: `the build needs ${program}, which is not on PATH`,
          advice: `install ${program}`,
          cause: result,
        });
      }
      return {failed: result.failed, exitCode: result.exitCode ?? null, output};
    },
    close: () => new Promise(resolve => log.end(resolve)),
  };
}

function endGroup(pid: number | undefined, isRunning: () => boolean): void {
  if (pid === undefined) return;
  const group = process.platform === 'win32' ? pid : -pid;
  const send = (name: NodeJS.Signals): void => {
    try {
      process.kill(group, name);
    } catch {
      // It has ended by itself.
    }
  };
  send('SIGTERM');
  setTimeout(() => {
    if (isRunning()) send('SIGKILL');
  }, KILL_DELAY_MS).unref();
}
