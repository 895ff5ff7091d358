import type {EngineCall} from '../../debugging/engines/engine.ts';
import {debuggerEnvironment} from '../../debugging/engines/engine.ts';
import {loadExeca} from '../programs.ts';

/** How a debugger's run ended. */
export interface DebuggerRun {
  /** Both of its streams, the end of them where they are long. */
  readonly output: string;
  /** It took longer than it was given, and was killed. */
  readonly isTimedOut: boolean;
  /** A signal ended it, ours or another's. */
  readonly isKilled: boolean;
}

const MAX_OUTPUT = 200_000;

/** How long a debugger may run, and what goes on meanwhile. */
export interface DebuggerControl {
  readonly timeoutMs: number;
  /** Ends it early: the reason is thrown. */
  readonly abort?: AbortSignal | undefined;
  /** What it reads, when that has come; where that fails the debugger is ended, and the failure is thrown. */
  readonly input?: Promise<string>;
  readonly onFirstOutput?: (() => void) | undefined;
}

/**
 * Runs a debugger in a process group of its own, so that Ctrl-C in the terminal is pyxdbg's to answer and a kill takes
 * along what it started. A debugger that is killed lets go of the process by that (ptrace(2): a tracer's death
 * detaches), which then runs on.
 */
export async function runDebugger(
  {program, words}: EngineCall,
  {timeoutMs, abort, input, onFirstOutput}: DebuggerControl,
): Promise<DebuggerRun> {
  // Where nobody comes to wait for it, its failure is nobody's.
  input?.catch(() => {});
  abort?.throwIfAborted();
  const execa = await loadExeca();
  abort?.throwIfAborted();
  const child = execa(program, words, {
    // Its messages are read.
    env: {...debuggerEnvironment(process.env), LC_ALL: 'C.UTF-8'},
    reject: false,
    stdin: input === undefined ? 'ignore' : 'pipe',
    all: true,
    buffer: false,
    detached: true,
  });
  // A debugger that has ended reads nothing more.
  child.stdin?.on('error', () => {});
  let output = '';
  if (onFirstOutput) child.all?.once('data', onFirstOutput);
  child.all?.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
  });
  let isTimedOut = false;
  const kill = (): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  const timer = setTimeout(() => {
    isTimedOut = true;
    kill();
  }, timeoutMs);
  abort?.addEventListener('abort', kill, {once: true});
  let isKilled = false;
  const given = input?.then(
    text => {
      child.stdin?.end(text);
    },
    error => {
      kill();
      throw error;
    },
  );
  try {
    const [ended] = await Promise.all([child, given]);
    isKilled = ended.signal !== undefined;
  } finally {
    clearTimeout(timer);
    abort?.removeEventListener('abort', kill);
  }
  abort?.throwIfAborted();
  return {output, isTimedOut, isKilled};
}
