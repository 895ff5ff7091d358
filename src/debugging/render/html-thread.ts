import type {TracebackThread, Variable} from '../traceback/model.ts';
import {frameName, frameSpot, isReal, type RealFrame, threadWords} from '../verdict/frame-words.ts';
import type {Verdict} from '../verdict/verdict.ts';
import {htmlText} from './html-escape.ts';
import type {Sources} from './text-options.ts';

/** Source lines before and behind a frame's own. */
const AROUND = 5;

/** A thread, open where the verdict is about it. */
export function threadSection(thread: TracebackThread, verdict: Verdict, sources: Sources): string {
  const isFocus = thread.id === verdict.thread;
  const notes = [
    `thread ${thread.id}`,
    ...(thread.gil === null
      ? []
      : [
          thread.gil === 'released'
            ? 'GIL released'
            : `${thread.gil} ${thread.gil === 'holds' ? 'the' : 'for the'} GIL`,
        ]),
    ...(thread.waits?.for === 'mutex'
      ? [`waits for a mutex${thread.waits.owner === null ? '' : ` of thread ${thread.waits.owner}`}`]
      : []),
    ...(thread.waits?.for === 'system-call' ? [`waits in ${thread.waits.name}`] : []),
  ];
  return `<details class="thread"${isFocus ? ' open' : ''}>
<summary>${htmlText(threadWords(thread))} <span class="note">${htmlText(notes.join(', '))}</span></summary>
${thread.frames
  .map((frame, at) =>
    isReal(frame)
      ? frameSection(frame, isFocus && at === verdict.frame, sources)
      : `<p class="note">... ${frame.frames} frames</p>`,
  )
  .join('\n')}
${thread.problems.map(problem => `<p class="problem">${htmlText(problem)}</p>`).join('\n')}
</details>`;
}

function frameSection(frame: RealFrame, isFocus: boolean, sources: Sources): string {
  const isInner = frame.kind === 'c' && frame.origin !== 'user';
  const values = frame.kind === 'c' ? [...frame.locals, ...frame.arguments] : frame.locals;
  return `<details class="frame ${frame.kind}${isInner ? ' inner' : ''}"${isFocus ? ' open' : ''}>
<summary><span class="kind">${frame.kind === 'c' ? 'C' : 'Py'}</span> <code>${htmlText(frameName(frame))}</code> <span class="spot" title="${htmlText(frame.file ?? '')}">${htmlText(frameSpot(frame))}</span></summary>
${snippet(frame, sources)}${valueList(values, 'values')}
</details>`;
}

function snippet({file, line}: RealFrame, sources: Sources): string {
  if (file === null || line === null || sources.line(file, line) === null) return '';
  const first = Math.max(1, line - AROUND);
  const lines = Array.from({length: line + AROUND - first + 1}, (_, index) => first + index).flatMap(
    number => {
      const text = sources.line(file, number);
      if (text === null) return [];
      const shown = htmlText(`${String(number).padStart(5)}  ${text.replaceAll('\t', '    ')}`);
      return [number === line ? `<mark>${shown}</mark>` : `${shown}\n`];
    },
  );
  return `<pre>${lines.join('')}</pre>\n`;
}

function valueList(values: readonly Variable[], kind: string): string {
  if (values.length === 0) return '';
  return `<ul class="${kind}">${values.map(valueItem).join('')}</ul>`;
}

function valueItem(variable: Variable): string {
  const {name, type, value, missing, parts = [], python} = variable;
  const shown = python?.value ?? value ?? `<${missing ?? 'not known'}>`;
  const text = `<code>${htmlText(name)} = ${htmlText(shown)}</code>${type === null ? '' : ` <span class="note">${htmlText(type)}</span>`}`;
  return parts.length === 0
    ? `<li>${text}</li>`
    : `<li><details><summary>${text}</summary>${valueList(parts, 'parts')}</details></li>`;
}
