import type {Traceback} from '../traceback/model.ts';
import type {Verdict} from '../verdict/verdict.ts';
import {htmlText} from './html-escape.ts';
import {pageStyle} from './html-style.ts';
import {threadSection} from './html-thread.ts';
import type {Sources} from './text-options.ts';

/**
 * One self-contained page: no script, no address of another file. The policy in its head forbids both to a browser,
 * whatever the debugged process had in its memory.
 */
export function renderHtml(traceback: Traceback, verdict: Verdict, sources: Sources): string {
  const {threads, python, problems} = traceback;
  const {executable, id} = traceback.process;
  const ordered = [...threads].sort(
    (a, b) => Number(b.id === verdict.thread) - Number(a.id === verdict.thread),
  );
  const about = [
    ...(executable === null ? [] : [executable]),
    ...(id === null ? [] : [`process ${id}`]),
    ...(python === null ? [] : [`CPython ${python.version}${python.isFreeThreaded ? ' free-threaded' : ''}`]),
  ].join(', ');
  const lines = [...(verdict.place === null ? [] : [verdict.place]), ...verdict.reasons];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(verdict.headline)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${htmlText(verdict.headline)}</h1>
${lines.map(line => `<p>${htmlText(line)}</p>`).join('\n')}
<p class="about">${htmlText(about)}</p>
</header>
<main>
${ordered.map(thread => threadSection(thread, verdict, sources)).join('\n')}
${problems.map(problem => `<p class="problem">${htmlText(problem)}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
