import {printable} from '../../report/printable.ts';
import {wrap} from '../../report/wrap.ts';
import type {Frame, Traceback, TracebackThread} from '../traceback/model.ts';
import {baseName, inFrame, isReal, ownFrame, threadWords} from '../verdict/frame-words.ts';
import type {Verdict} from '../verdict/verdict.ts';
import {type FrameColumns, frameColumns, frameLines} from './frame-text.ts';
import type {TracebackTextOptions} from './text-options.ts';

/** Frames of the interpreter and of libc above the first of the user's that are still shown. */
const MAX_ABOVE = 8;

/** The report for people: what happened, the thread that it happened in, the others in a line each. */
export function renderTraceback(
  traceback: Traceback,
  verdict: Verdict,
  options: TracebackTextOptions,
): string {
  const {style, width} = options;
  const focus = traceback.threads.find(({id}) => id === verdict.thread) ?? traceback.threads[0];
  const others = traceback.threads.filter(thread => thread !== focus);
  const isWhole = (thread: TracebackThread): boolean =>
    options.allThreads || thread === focus || (verdict.kind === 'deadlock' && isInDeadlock(thread));
  const ordered = focus ? [focus, ...others] : [];
  const whole = ordered.filter(isWhole);
  const short = ordered.filter(thread => !isWhole(thread));
  const sections = [
    [
      style(
        ['bold', verdict.kind === 'running' || verdict.kind === 'waiting' ? 'blue' : 'red'],
        printable(verdict.headline),
      ),
      ...[...(verdict.place === null ? [] : [verdict.place]), ...verdict.reasons].flatMap(text =>
        wrap(printable(text), width - 3).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`)),
      ),
    ],
    ...whole.map(thread => threadLines(thread, thread === focus ? verdict.frame : null, options)),
    shortLines(short, traceback.threadsCut, options),
    problemLines(traceback, options),
    adviceLines(traceback, options),
    options.next.map(({label, command}) => `${label}: ${command}`),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function isInDeadlock({waits}: TracebackThread): boolean {
  return waits !== null && waits.for !== 'system-call';
}

function threadLines(
  thread: TracebackThread,
  focus: number | null,
  options: TracebackTextOptions,
): readonly string[] {
  const frames = options.verbose ? thread.frames.map((frame, at) => ({frame, at})) : chosen(thread, focus);
  const columns: FrameColumns = frameColumns(frames.map(({frame}) => frame));
  return [
    `${options.style('bold', titleOf(thread))} (most recent call first)`,
    ...frames.flatMap(({frame, at}) =>
      isReal(frame) ? frameLines(frame, columns, at === focus, options) : [`  ... ${frame.frames} frames`],
    ),
    ...thread.problems.map(problem => `  ${printable(problem)}`),
  ];
}

/** Python's frames and the user's of C, and of the rest what stands above the first of them. */
function chosen(
  thread: TracebackThread,
  focus: number | null,
): readonly {readonly frame: Frame; readonly at: number}[] {
  const first = ownFrame(thread) ?? thread.frames.length;
  return thread.frames
    .map((frame, at) => ({frame, at}))
    .filter(
      ({frame, at}) =>
        at === focus ||
        frame.kind !== 'c' ||
        frame.origin === 'user' ||
        (at < first && (thread.isStopped || first === thread.frames.length) && at < MAX_ABOVE),
    );
}

function titleOf(thread: TracebackThread): string {
  const name = thread.pythonName ?? (thread.isMain ? 'MainThread' : thread.name);
  const notes = [
    ...(thread.gil === 'holds' ? ['holds GIL'] : []),
    ...(thread.waits ? [`waits for ${waitWords(thread)}`] : []),
  ];
  return `Thread ${thread.id}${name === null ? '' : ` ${printable(name)}`}${notes.length === 0 ? '' : `, ${notes.join(', ')}`}`;
}

function waitWords({waits}: TracebackThread): string {
  switch (waits?.for) {
    case 'gil':
      return 'the GIL';
    case 'mutex':
      return waits.owner === null ? 'a mutex' : `a mutex of thread ${waits.owner}`;
    case 'python-lock':
      return waits.owner === null ? `a ${waits.type}` : `a ${waits.type} of thread ${waits.owner}`;
    case 'system-call':
      return waits.name;
    case undefined:
      return 'nothing';
  }
}

/** Up to so many threads get a line of their own. */
const MAX_SHORT = 10;

function shortLines(
  threads: readonly TracebackThread[],
  cut: number,
  {width}: TracebackTextOptions,
): readonly string[] {
  const lines = threads.slice(0, MAX_SHORT).map(thread => {
    const at = ownFrame(thread);
    const frame = at === null ? undefined : thread.frames[at];
    const parts = [
      ...(frame && isReal(frame) ? [inFrame(frame)] : []),
      ...(thread.waits ? [`waits for ${waitWords(thread)}`] : []),
      ...(thread.gil === 'released' ? ['GIL released'] : []),
    ];
    const name = thread.isMain
      ? threadWords(thread)
      : `Thread ${thread.id} ${thread.pythonName ?? thread.name ?? ''}`;
    return printable(`${name.trim()}: ${parts.join(', ')}`).slice(0, width);
  });
  const more = threads.length - lines.length + cut;
  if (more > 0) lines.push(`and ${more} more thread${more === 1 ? '' : 's'}`);
  if (threads.length > 0) lines.push('Their frames: --all-threads');
  return lines;
}

function problemLines({problems}: Traceback, {width}: TracebackTextOptions): readonly string[] {
  return problems.flatMap(problem => wrap(`note: ${printable(problem)}`, width));
}

/** What would make the next report say more. */
function adviceLines({modules}: Traceback, {width, style}: TracebackTextOptions): readonly string[] {
  return modules
    .filter(({hasDebugInfo}) => !hasDebugInfo)
    .flatMap(({path}) => {
      const name = baseName(path).split('.', 1)[0] ?? path;
      return [
        ...wrap(`${printable(name)} has no debug information: no C names, lines or variables.`, width),
        `  ${style('green', 'fix')}   pyxdbg build --debug    (same ABI; nothing else to rebuild)`,
      ];
    });
}
