import {printable} from '../../report/printable.ts';
import {wrap} from '../../report/wrap.ts';
import type {Traceback, TracebackThread} from '../traceback/model.ts';
import type {Verdict} from '../verdict/verdict.ts';
import {aboutWords} from './about.ts';
import {adviceOn} from './advice.ts';
import {foldedWords, listedFrames} from './frame-choice.ts';
import {isInvolved} from './involved.ts';
import {sourceNotes} from './source-notes.ts';
import type {TracebackTextOptions} from './text-options.ts';
import {shortThreads, threadLines} from './thread-text.ts';

/** The report for people: what happened, the thread that it happened in, the others in a line each. */
export function renderTraceback(
  traceback: Traceback,
  verdict: Verdict,
  options: TracebackTextOptions,
): string {
  const focus = traceback.threads.find(({id}) => id === verdict.thread) ?? traceback.threads[0];
  const others = traceback.threads.filter(thread => thread !== focus);
  const ordered = focus ? [focus, ...others] : [];
  const isWhole = (thread: TracebackThread): boolean =>
    options.allThreads || thread === focus || isInvolved(thread, verdict);
  const whole = ordered.filter(isWhole);
  const short = ordered.filter(thread => !isWhole(thread));
  const sections = [
    verdictLines(verdict, options),
    ...whole.map(thread =>
      threadLines(
        thread,
        traceback,
        thread === focus ? verdict.frame : null,
        thread !== focus || verdict.place === null,
        options,
      ),
    ),
    [
      ...shortThreads(short, traceback, options),
      ...moreWords(short.length, whole, options).map(line => options.style('dim', line)),
      options.style('dim', printable(aboutWords(traceback))),
    ],
    [...traceback.problems, ...sourceNotes(traceback, options.sources)].flatMap(note =>
      wrap(`note: ${printable(note)}`, options.width),
    ),
    ...adviceLines(traceback, options),
    nextLines(options),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdictLines(
  {kind, headline, place, reasons, hints}: Verdict,
  {style, width}: TracebackTextOptions,
): readonly string[] {
  const isCalm = kind === 'running' || kind === 'waiting';
  const below = [...(place === null ? [] : [place]), ...reasons, ...hints];
  return [
    ...wrap(printable(headline), width).map(line => style(['bold', isCalm ? 'blue' : 'red'], line)),
    ...below.flatMap(text =>
      wrap(printable(text), width - 4).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`)),
    ),
  ];
}

/** How to see what is left out. */
function moreWords(
  threads: number,
  whole: readonly TracebackThread[],
  {verbose, width}: TracebackTextOptions,
): readonly string[] {
  const frames = verbose ? [] : whole.flatMap(thread => listedFrames(thread, null, false));
  const folded = frames.flatMap(item => (item.kind === 'folded' ? item.frames : []));
  const hints = [
    ...(threads === 0 ? [] : ['other threads: --all-threads']),
    ...(folded.length === 0 ? [] : [`${foldedWords(folded)}: --verbose`]),
  ];
  return hints.length === 0 ? [] : wrap(`Not shown: ${hints.join('; ')}`, width);
}

function adviceLines(
  traceback: Traceback,
  {width, style}: TracebackTextOptions,
): readonly (readonly string[])[] {
  return adviceOn(traceback).map(({text, command, remark}) => [
    ...wrap(printable(text), width),
    `  ${style('green', 'fix')}   ${printable(command)}    (${remark})`,
  ]);
}

function nextLines({next}: TracebackTextOptions): readonly string[] {
  const column = next.reduce((most, {label}) => Math.max(most, label.length), 0) + 2;
  return next.map(({label, command}) => `${`${label}:`.padEnd(column)}${printable(command)}`);
}
