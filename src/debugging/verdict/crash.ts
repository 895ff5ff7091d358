import type {CFrame, Traceback, TracebackThread} from '../traceback/model.ts';
import {inFrame, isReal, ownFrame, threadWords} from './frame-words.ts';
import type {SourceLine} from './judge.ts';
import {nullPointerIn} from './null-pointer.ts';
import type {Observations} from './observations.ts';
import {depthOf, recursionIn} from './stack-overflow.ts';
import type {Verdict} from './verdict.ts';

type Signal = NonNullable<Traceback['signal']>;

/** Names of signals as shells print them (strsignal(3)). */
const NAMES: Readonly<Record<string, string>> = {
  SIGSEGV: 'Segmentation fault',
  SIGBUS: 'Bus error',
  SIGFPE: 'Arithmetic exception',
  SIGILL: 'Illegal instruction',
  SIGABRT: 'Aborted',
  SIGSYS: 'Bad system call',
  SIGTRAP: 'Trap',
};

/** siginfo's codes in words (sigaction(2)). */
const CODES: Readonly<Record<string, string>> = {
  FPE_INTDIV: 'integer division by zero',
  FPE_INTOVF: 'integer overflow',
  FPE_FLTDIV: 'division by zero',
  ILL_ILLOPC: 'illegal opcode',
  ILL_ILLOPN: 'illegal operand',
  BUS_ADRALN: 'address not aligned',
  BUS_ADRERR: 'address that does not exist',
};

const ACCESS = {read: 'read of', write: 'write to', execute: 'jump to'} as const;

/** Functions in which the C++ runtime ends a program that has an exception on its hands. */
const TERMINATE =
  /^(?:std::terminate|__cxxabiv1::__terminate|__gnu_cxx::__verbose_terminate_handler|__cxa_throw|__gxx_personality_v0)/;
const FATAL = /^(?:_?Py_Fatal|fatal_error|_Py_FatalError)/;

/** What a fatal signal means. */
export function judgeCrash(
  traceback: Traceback,
  signal: Signal,
  observations: Observations,
  sourceLine: SourceLine,
): Verdict {
  const thread = traceback.threads.find(({isStopped}) => isStopped);
  const at = thread ? placeOf(thread, signal) : null;
  const frame = thread && at !== null ? thread.frames[at] : undefined;
  const recursion = thread && signal.name === 'SIGSEGV' ? recursionIn(thread) : null;
  const kind = recursion ? 'stack-overflow' : kindOf(thread, signal);
  return {
    kind,
    thread: thread?.id ?? null,
    frame: at,
    headline: recursion ? 'Stack overflow' : headlineOf(kind, signal),
    place:
      [
        ...(frame && isReal(frame) ? [inFrame(frame)] : []),
        ...(thread ? [threadWords(thread)] : []),
        ...(thread?.gil === 'holds' ? ['holds GIL'] : []),
      ].join(', ') || null,
    reasons: [
      ...(observations.lastWords === undefined ? [] : [observations.lastWords]),
      ...(recursion && thread
        ? [
            `${recursion.join(' and ')} called ${recursion.length > 1 ? 'each other' : 'itself'}: ${depthOf(thread.frames)} frames`,
          ]
        : []),
      ...nullReason(frame, signal, sourceLine),
      ...gilReason(thread),
    ],
  };
}

/** Where a crash is: its newest frame, but for an abort, which the user's own code asked for. */
function placeOf(thread: TracebackThread, signal: Signal): number | null {
  const newest = thread.frames.findIndex(isReal);
  if (signal.name === 'SIGABRT') return ownFrame(thread) ?? (newest < 0 ? null : newest);
  return newest < 0 ? null : newest;
}

function kindOf(thread: TracebackThread | undefined, signal: Signal): Verdict['kind'] {
  const names = (thread?.frames ?? [])
    .slice(0, 20)
    .flatMap(frame => (frame.kind === 'c' ? [frame.function ?? ''] : []));
  if (names.some(name => TERMINATE.test(name))) return 'uncaught-exception';
  if (names.some(name => FATAL.test(name))) return 'fatal-error';
  return signal.name === 'SIGABRT' ? 'abort' : 'crash';
}

function headlineOf(kind: Verdict['kind'], signal: Signal): string {
  const name = NAMES[signal.name] ?? signal.name;
  if (kind === 'uncaught-exception') return `${name}: a C++ exception that nothing caught`;
  if (kind === 'fatal-error') return `${name}: fatal error of the interpreter`;
  if (signal.address !== null) {
    const did = signal.access === null ? 'access to' : ACCESS[signal.access];
    return `${name}: ${did} address ${signal.address}`;
  }
  const code = signal.code === null ? undefined : CODES[signal.code];
  return code === undefined ? name : `${name}: ${code}`;
}

function nullReason(
  frame: TracebackThread['frames'][number] | undefined,
  signal: Signal,
  sourceLine: SourceLine,
): readonly string[] {
  if (frame?.kind !== 'c' || frame.file === null || frame.line === null) return [];
  const found = nullPointerIn(frame satisfies CFrame, sourceLine(frame.file, frame.line), signal.address);
  return found === null ? [] : [`${found} is NULL`];
}

/** Code of the interpreter that runs in a thread that has let go of the lock. */
function gilReason(thread: TracebackThread | undefined): readonly string[] {
  const newest = thread?.frames.find(isReal);
  return thread?.gil === 'released' && newest?.kind === 'c' && newest.origin === 'interpreter'
    ? ['the thread does not hold the GIL while it runs the interpreter']
    : [];
}
