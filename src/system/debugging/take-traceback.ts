import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Engine, SeenSignal, Subject, WalkOptions} from '../../debugging/engines/engine.ts';
import {gdbReport} from '../../debugging/engines/gdb.ts';
import {lldbReport} from '../../debugging/engines/lldb.ts';
import {oneLineEach} from '../../debugging/engines/one-line.ts';
import {refusalOf} from '../../debugging/engines/refusal.ts';
import type {Traceback} from '../../debugging/traceback/model.ts';
import {packageFolder} from '../package-folder.ts';
import {indexCacheSettings} from './index-cache.ts';
import {isStopped, letRunOn} from './let-run-on.ts';
import {readTraceback} from './read-traceback.ts';
import {type DebuggerRun, runDebugger} from './run-debugger.ts';

/** What a traceback is taken of, and by what. */
export interface TracebackRequest {
  readonly subject: Subject;
  readonly engine: Engine;
  readonly signal?: SeenSignal | null;
  /** Commands of the debugger that come first: debug folders, source maps. gdb starts while they are awaited. */
  readonly settings?: readonly string[] | Promise<readonly string[]>;
  /** How much the walker may look at, where that is not its own choice (pyxdbg_walker/limits.py). */
  readonly limits?: NonNullable<WalkOptions['limits']>;
  /** A core file to write of a process, by gdb. */
  readonly core?: string;
  /** The most that the debugger may take, in milliseconds. */
  readonly timeoutMs?: number;
  readonly abort?: AbortSignal;
  /** Called when the debugger says its first word, which it does when it opens the process. */
  readonly onOpened?: () => void;
}

/** The walker stops by itself after 8 s; opening large modules comes on top. */
const TIMEOUT_MS = 60_000;

/**
 * The merged traceback of a process, which is left running, or of a core. Throws a UserError where the debugger could
 * not look at it: no permission, no such process, no core.
 */
export async function takeTraceback(request: TracebackRequest): Promise<Traceback> {
  const {engine, subject} = request;
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-'));
  const wasStopped = subject.kind === 'process' && isStopped(subject.pid);
  let isOver = false;
  try {
    const output = join(folder, 'traceback.json');
    const options: WalkOptions = {
      output,
      prober: layoutProber(),
      ...(subject.kind === 'core' ? {core: subject.core} : {}),
      ...(request.signal ? {signal: request.signal} : {}),
      ...(request.limits === undefined ? {} : {limits: request.limits}),
    };
    const run = await debugTraceback(request, options);
    const found = readTraceback(output);
    // lldb itself ends as usual where its server, which traces the process, was killed.
    isOver = !run.isKilled && found !== null;
    if (found) return found;
    throw refusalOf(subject, engine, run);
  } finally {
    if (subject.kind === 'process' && !isOver && !wasStopped) letRunOn(subject.pid);
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Runs the debugger of a request. */
async function debugTraceback(request: TracebackRequest, options: WalkOptions): Promise<DebuggerRun> {
  const {engine, subject, settings = [], timeoutMs = TIMEOUT_MS, abort, onOpened, core = null} = request;
  const walker = walkerScript(engine);
  if (engine.name === 'lldb') {
    const call = lldbReport(engine.program, subject, walker, await settings, options);
    return runDebugger(call, {timeoutMs, abort});
  }
  const call = gdbReport(engine.program, subject, walker, indexCacheSettings(), options, core);
  const input = Promise.resolve(settings).then(lines =>
    oneLineEach('gdb', lines)
      .map(line => `${line}\n`)
      .join(''),
  );
  return runDebugger(call, {timeoutMs, abort, input, onFirstOutput: onOpened});
}

/** The walker's script for a debugger. */
export function walkerScript({name}: Pick<Engine, 'name'>): string {
  return fileURLToPath(new URL(`templates/runtime/walker/pyxdbg_${name}.py`, packageFolder()));
}

/** What the walker runs where none of its tables fits: this program, by this Node.js (src/calls/make-layouts.ts). */
export function layoutProber(): readonly string[] {
  return [process.execPath, fileURLToPath(new URL('bin/run.cjs', packageFolder())), 'make-layouts'];
}
