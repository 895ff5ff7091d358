import type {Frame, Traceback, TracebackThread} from '../traceback/model.ts';
import {crashKind, fatalMessage, KIND_WORDS} from './crash-kind.ts';
import {
  baseName,
  frameWords,
  isNowhere,
  isReal,
  ownFrame,
  type RealFrame,
  threadWords,
} from './frame-words.ts';
import type {SourceLine} from './judge.ts';
import {memoryHints} from './memory-hints.ts';
import {nullPointerIn, strayPointerIn} from './null-pointer.ts';
import type {Observations} from './observations.ts';
import {isSent, isWithoutAddress, type Signal, signalWords} from './signal-words.ts';
import {overflowWords, stackOverflow} from './stack-overflow.ts';
import type {Verdict} from './verdict.ts';
import {withoutGil} from './without-gil.ts';

/** What a fatal signal means. */
export function judgeCrash(
  traceback: Traceback,
  signal: Signal,
  observations: Observations,
  sourceLine: SourceLine,
): Verdict {
  const thread = traceback.threads.find(({isStopped}) => isStopped);
  const kind = crashKind(thread, signal);
  const about = KIND_WORDS[kind];
  const headline = about === undefined ? signalWords(signal) : `${signalWords(signal)}: ${about}`;
  const words = observations.lastWords ?? traceback.abortMessage ?? (thread ? fatalMessage(thread) : null);
  const said = words === null ? [] : [words];
  if (!thread) return {kind, thread: null, frame: null, headline, place: null, reasons: said, hints: []};

  const newest = thread.frames.findIndex(frame => isReal(frame) && !(frame.kind === 'c' && frame.isSignal));
  const at = ownFrame(thread) ?? (newest < 0 ? null : newest);
  const place = placeOf(thread, newest, at, kind);
  const overflow = stackOverflow(thread, signal);
  if (overflow) {
    const reasons = [...said, ...overflowWords(overflow)];
    return {
      kind: 'stack-overflow',
      thread: thread.id,
      frame: at,
      headline: 'Stack overflow',
      place,
      reasons,
      hints: [],
    };
  }
  return {
    kind,
    thread: thread.id,
    frame: at,
    headline,
    place,
    reasons: [
      ...said,
      ...(isSent(signal)
        ? []
        : pointerReasons(at === null ? undefined : thread.frames[at], signal, sourceLine)),
      ...withoutGil(traceback, thread),
    ],
    hints: isSent(signal) ? [] : [...memoryHints(thread, signal, words)],
  };
}

/** `in sum_weights, crashy.c:12, main thread, holds GIL`. */
function placeOf(
  thread: TracebackThread,
  newest: number,
  at: number | null,
  kind: Verdict['kind'],
): string | null {
  const top = thread.frames[newest];
  const own = at === null ? undefined : thread.frames[at];
  const parts = [
    ...frameParts(top && isReal(top) ? top : undefined, own && isReal(own) ? own : undefined, kind),
    threadWords(thread),
    ...(thread.gil === 'holds' ? ['holds GIL'] : []),
  ];
  return parts.join(', ');
}

function frameParts(
  top: RealFrame | undefined,
  own: RealFrame | undefined,
  kind: Verdict['kind'],
): readonly string[] {
  if (!top) return [];
  // In an abort the newest frames are those of abort() itself, which tell nothing.
  const isAborting = kind === 'abort' || kind === 'uncaught-exception' || kind === 'fatal-error';
  if (!own || own === top || isAborting) return [`in ${frameWords(own ?? top)}`];
  if (top.kind === 'c' && isNowhere(top)) return [`called from ${frameWords(own)}`];
  return [`in ${frameWords(top)}${ofWhom(top)}`, `called from ${frameWords(own)}`];
}

function ofWhom(frame: RealFrame): string {
  // Without a file the module's name stands there already.
  if (frame.kind !== 'c' || frame.file === null) return '';
  if (frame.origin === 'interpreter') return ' of the interpreter';
  return frame.origin === 'system' && frame.module !== null ? ` of ${baseName(frame.module)}` : '';
}

/** The pointer of the line that the access went through. */
function pointerReasons(frame: Frame | undefined, signal: Signal, sourceLine: SourceLine): readonly string[] {
  if (frame?.kind !== 'c' || frame.file === null || frame.line === null || isWithoutAddress(signal))
    return [];
  const line = sourceLine(frame.file, frame.line);
  const found = nullPointerIn(frame, line, signal.address);
  if (found !== null) return [`${found} is NULL`];
  if (signal.code !== 'SEGV_MAPERR') return [];
  const stray = strayPointerIn(frame, line, signal.address);
  return stray === null ? [] : [`${stray.expression} points to ${stray.value}, where no memory is`];
}
