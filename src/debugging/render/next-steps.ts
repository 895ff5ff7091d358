import {shellLine} from '../../report/shell-line.ts';
import type {Traceback} from '../traceback/model.ts';
import {baseName, isOwn} from '../verdict/frame-words.ts';
import type {Verdict} from '../verdict/verdict.ts';
import type {NextStep} from './text-options.ts';

/** What leads on after a run: to stop at the place next time, and to keep the report. `words` name the program as the user did. */
export function nextSteps(
  traceback: Traceback,
  verdict: Verdict,
  words: readonly string[],
  isKept: boolean,
): readonly NextStep[] {
  const place = breakpointOf(traceback, verdict);
  const program = shellLine(words);
  return [
    ...(place === null
      ? []
      : [{label: 'Stop there', command: `pyxdbg debug --break ${shellLine([place])} ${program}`}]),
    ...(isKept ? [] : [{label: 'Keep it', command: `pyxdbg run --output-file crash.html ${program}`}]),
  ];
}

/** The line of C that the verdict is about, or that led there, as debuggers take it. */
function breakpointOf({threads}: Traceback, {thread, frame}: Verdict): string | null {
  const frames = threads.find(({id}) => id === thread)?.frames ?? [];
  for (const one of frames.slice(Math.max(0, frame ?? 0))) {
    if (isOwn(one) && one.kind === 'c' && one.file !== null && one.line !== null) {
      return `${baseName(one.file)}:${one.line}`;
    }
  }
  return null;
}
