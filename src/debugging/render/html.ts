import type {Traceback, TracebackThread} from '../traceback/model.ts';
import type {Verdict} from '../verdict/verdict.ts';
import {aboutWords} from './about.ts';
import {adviceOn} from './advice.ts';
import {htmlLines, htmlText} from './html-escape.ts';
import {pageStyle} from './html-style.ts';
import {type PageContext, threadSection} from './html-thread.ts';
import {isInvolved} from './involved.ts';
import {sourceNotes} from './source-notes.ts';
import {renderTraceback} from './text.ts';
import type {NextStep, Sources} from './text-options.ts';

const MAX_LINES = 6000;
/** Columns of the text that is there to be copied. */
const TEXT_WIDTH = 100;

/**
 * One self-contained page: no script, no address of another file. The policy in its head forbids both to a browser,
 * whatever the debugged process had in its memory.
 */
export function renderHtml(
  traceback: Traceback,
  verdict: Verdict,
  sources: Sources,
  next: readonly NextStep[] = [],
): string {
  const isCalm = verdict.kind === 'running' || verdict.kind === 'waiting';
  const headline = htmlText(verdict.headline);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${headline}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1${isCalm ? ' class="calm"' : ''}>${headline}</h1>
${[...(verdict.place === null ? [] : [verdict.place]), ...verdict.reasons].map(line => `<p>${htmlText(line)}</p>`).join('\n')}
${verdict.hints.map(hint => `<p class="hint">${htmlText(hint)}</p>`).join('\n')}
<p class="about">${htmlText(aboutOf(traceback))}</p>
</header>
<main>
${threadSections(traceback, verdict, sources)}
${[...traceback.problems, ...sourceNotes(traceback, sources)].map(note => `<p class="problem">${htmlText(note)}</p>`).join('\n')}
${adviceParts(traceback, next).join('\n')}
${textPart(traceback, verdict, sources, next)}
</main>
</body>
</html>
`;
}

function aboutOf(traceback: Traceback): string {
  const {executable} = traceback.process;
  return `${aboutWords(traceback)}${executable === null ? '' : `, ${executable}`}`;
}

function threadSections(traceback: Traceback, verdict: Verdict, sources: Sources): string {
  const page: PageContext = {traceback, sources, linesLeft: MAX_LINES};
  const isFocus = ({id}: TracebackThread): boolean => id === verdict.thread;
  const rank = (thread: TracebackThread): number =>
    isFocus(thread) ? 2 : isInvolved(thread, verdict) ? 1 : 0;
  const ordered = [...traceback.threads].sort((a, b) => rank(b) - rank(a));
  const sections = ordered.map(thread =>
    threadSection(
      thread,
      isFocus(thread) ? verdict.frame : null,
      rank(thread) > 0 || ordered.length === 1,
      page,
    ),
  );
  const {threadsCut} = traceback;
  if (threadsCut > 0)
    sections.push(`<p class="note">${threadsCut} more thread${threadsCut === 1 ? '' : 's'}</p>`);
  return sections.join('\n');
}

function adviceParts(traceback: Traceback, next: readonly NextStep[]): readonly string[] {
  return [
    ...adviceOn(traceback).map(
      ({text, command, remark}) =>
        `<p>${htmlText(text)} <code class="command">${htmlText(command)}</code> <span class="note">${htmlText(remark)}</span></p>`,
    ),
    ...next.map(
      ({label, command}) => `<p>${htmlText(label)}: <code class="command">${htmlText(command)}</code></p>`,
    ),
  ];
}

/** The whole report as text, which one click selects: for an issue, or a mail. */
function textPart(
  traceback: Traceback,
  verdict: Verdict,
  sources: Sources,
  next: readonly NextStep[],
): string {
  const text = renderTraceback(traceback, verdict, {
    style: (_, words) => words,
    width: TEXT_WIDTH,
    allThreads: false,
    verbose: false,
    sources,
    next,
  });
  return `<details class="text"><summary>As text, to copy</summary>
<pre class="copy">${htmlLines(text)}</pre>
</details>`;
}
