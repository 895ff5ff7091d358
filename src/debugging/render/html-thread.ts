import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameName, frameSpot, isOwn, type RealFrame} from '../verdict/frame-words.ts';
import {foldedWords, type ListItem, listedFrames} from './frame-choice.ts';
import {htmlText} from './html-escape.ts';
import {valueList} from './html-values.ts';
import {snippet} from './snippet.ts';
import type {Sources} from './text-options.ts';
import {threadName, threadNotes} from './thread-name.ts';

/** Source lines before and behind a frame's own. */
const AROUND = 5;

/** What a page is made with. */
export interface PageContext {
  readonly traceback: Traceback;
  readonly sources: Sources;
  /** Source lines that may still be shown: a page of hundreds of threads must stay one that a browser opens. */
  linesLeft: number;
}

/** A thread; the frame that matters in it is open. */
export function threadSection(
  thread: TracebackThread,
  focus: number | null,
  isOpen: boolean,
  page: PageContext,
): string {
  const notes = threadNotes(thread).join(', ');
  return `<details class="thread"${isOpen ? ' open' : ''}>
<summary>${htmlText(threadName(thread, page.traceback))}${notes === '' ? '' : ` <span class="note">${htmlText(notes)}</span>`}</summary>
${listedFrames(thread, focus, false)
  .map(item => itemSection(item, focus, page))
  .join('\n')}
${thread.isMergedExactly || !thread.frames.some(({kind}) => kind === 'python') ? '' : '<p class="problem">Where its Python frames stand among those of C is not certain.</p>\n'}${thread.problems
  .map(problem => `<p class="problem">${htmlText(problem)}</p>\n`)
  .join('')}</details>`;
}

function itemSection(item: ListItem, focus: number | null, page: PageContext): string {
  switch (item.kind) {
    case 'frame':
      return frameSection(item.frame, item.at === focus, page);
    case 'folded':
      return `<details class="folded"><summary>${foldedWords(item.frames)}</summary>
${item.frames.map(frame => frameSection(frame, false, page)).join('\n')}
</details>`;
    case 'cut':
      return `<p class="note">... ${item.frames} frames were not read</p>`;
    case 'again':
      return `<p class="note">... ${item.frames === 1 ? 'the same' : `these ${item.frames}`} ${item.times} more times</p>`;
  }
}

function frameSection(frame: RealFrame, isFocus: boolean, page: PageContext): string {
  const values = frame.kind === 'c' ? [...frame.locals, ...frame.arguments] : frame.locals;
  return `<details class="frame ${frame.kind}${isOwn(frame) ? '' : ' inner'}"${isFocus ? ' open' : ''}>
<summary><span class="kind">${frame.kind === 'c' ? 'C' : 'Py'}</span> <code>${htmlText(frameName(frame))}</code> <span class="spot">${htmlText(frameSpot(frame))}</span></summary>
<p class="path">${htmlText(whereWords(frame))}</p>
${sourceBlock(frame, page)}${valueList(values)}
</details>`;
}

/** The whole paths, and what other tools take: the module with the offset in it. */
function whereWords(frame: RealFrame): string {
  const line = frame.file === null ? [] : [`${frame.file}${frame.line === null ? '' : `:${frame.line}`}`];
  if (frame.kind === 'python') return line.join('');
  const offset = frame.offset === null ? '' : `+${frame.offset}`;
  return [
    ...line,
    ...(frame.module === null ? [] : [`${frame.module}${offset}`]),
    frame.address,
    ...(frame.isInlined ? ['inlined'] : []),
  ].join(', ');
}

function sourceBlock(frame: RealFrame, page: PageContext): string {
  if (!isOwn(frame) || page.linesLeft <= 0) return '';
  const lines = snippet(frame, page.sources, AROUND);
  page.linesLeft -= lines.length;
  if (lines.length === 0) return '';
  const shown = lines.map(({number, text, isHere}) => {
    const line = htmlText(`${String(number).padStart(5)}  ${text}`);
    return isHere ? `<mark>${line}</mark>` : `${line}\n`;
  });
  return `<pre>${shown.join('')}</pre>\n`;
}
