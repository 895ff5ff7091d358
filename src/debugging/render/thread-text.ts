import {printable} from '../../report/printable.ts';
import {wrap} from '../../report/wrap.ts';
import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameWords, isReal, ownFrame} from '../verdict/frame-words.ts';
import {foldedWords, type ListItem, listedFrames} from './frame-choice.ts';
import {type FrameColumns, frameColumns, frameLines} from './frame-text.ts';
import type {TracebackTextOptions} from './text-options.ts';
import {threadName, threadNotes} from './thread-name.ts';

/** A thread with its frames; `notes` says what it holds and waits for, where that is not said already. */
export function threadLines(
  thread: TracebackThread,
  traceback: Traceback,
  focus: number | null,
  notes: boolean,
  options: TracebackTextOptions,
): readonly string[] {
  const {style, width, verbose} = options;
  const items = listedFrames(thread, focus, verbose);
  const columns = frameColumns(items.flatMap(item => (item.kind === 'frame' ? [item.frame] : [])));
  const [title = '', ...rest] = wrap(
    printable([threadName(thread, traceback), ...(notes ? threadNotes(thread) : [])].join(', ')),
    width,
  );
  const order = ' (most recent call first)';
  const first = items.findIndex(
    item => item.kind === 'frame' && isReal(item.frame) && item.at === ownFrame(thread),
  );
  return [
    `${style('bold', title)}${rest.length === 0 && title.length + order.length <= width ? order : ''}`,
    ...rest.map(line => `  ${style('bold', line)}`),
    ...items.flatMap((item, at) => itemLines(item, columns, focus, at < first, options)),
    ...(thread.isMergedExactly || !thread.frames.some(({kind}) => kind === 'python')
      ? []
      : ['  note: where its Python frames stand among those of C is not certain']),
    ...thread.problems.flatMap(problem =>
      wrap(`note: ${printable(problem)}`, width - 2).map(line => `  ${line}`),
    ),
  ];
}

function itemLines(
  item: ListItem,
  columns: FrameColumns,
  focus: number | null,
  isAbove: boolean,
  options: TracebackTextOptions,
): readonly string[] {
  const {style} = options;
  switch (item.kind) {
    case 'frame':
      return frameLines(item.frame, columns, item.at === focus, options);
    case 'folded':
      // Below, they stand between any two calls, and tell nothing.
      return isAbove ? [style('dim', `  ... ${foldedWords(item.frames)}`)] : [];
    case 'cut':
      return [style('dim', `  ... ${item.frames} frames were not read`)];
    case 'again':
      return [
        style(
          'dim',
          `  ... ${item.frames === 1 ? 'the same' : `these ${item.frames}`} ${item.times} more times`,
        ),
      ];
  }
}

/** So many lines for threads whose frames are not shown. */
const MAX_LINES = 8;
/** So many threads that do the same are named by their numbers. */
const MAX_NAMED = 4;

/** Threads in a line each, those that do the same in one. */
export function shortThreads(
  threads: readonly TracebackThread[],
  traceback: Traceback,
  {width}: TracebackTextOptions,
): readonly string[] {
  const groups = new Map<string, TracebackThread[]>();
  for (const thread of threads) {
    const at = ownFrame(thread) ?? thread.frames.findIndex(isReal);
    const frame = thread.frames[at];
    const words = [...(frame && isReal(frame) ? [frameWords(frame)] : []), ...threadNotes(thread)];
    const text = words.join(', ') || 'no frames';
    groups.set(text, [...(groups.get(text) ?? []), thread]);
  }
  const shown = [...groups].slice(0, MAX_LINES);
  const more =
    threads.length - shown.reduce((sum, [, group]) => sum + group.length, 0) + traceback.threadsCut;
  return [
    ...shown.flatMap(([text, group]) =>
      wrap(printable(`${groupName(group, traceback)}: ${text}`), width - 2).map((line, at) =>
        at === 0 ? line : `  ${line}`,
      ),
    ),
    ...(more > 0 ? [`and ${more} more thread${more === 1 ? '' : 's'}`] : []),
  ];
}

function groupName(group: readonly TracebackThread[], traceback: Traceback): string {
  const [first] = group;
  if (first && group.length === 1) return threadName(first, traceback);
  const named = group.slice(0, MAX_NAMED).map(({id, pythonName}) => pythonName ?? String(id));
  return `${group.length} threads (${named.join(', ')}${group.length > named.length ? ', ...' : ''})`;
}
