import {tracebackJson} from '../../debugging/render/json.ts';
import type {ReportForm} from '../../debugging/render/report-form.ts';
import {renderTraceback} from '../../debugging/render/text.ts';
import type {Sources, TracebackTextOptions} from '../../debugging/render/text-options.ts';
import type {Traceback} from '../../debugging/traceback/model.ts';
import type {Verdict} from '../../debugging/verdict/verdict.ts';
import {makeStyle} from '../../report/style.ts';
import {type ColorChoice, terminalOf} from '../terminal.ts';

/** How a report is asked for on the command line. */
export interface ReportChoices {
  readonly allThreads: boolean;
  readonly verbose: boolean;
  readonly color: ColorChoice;
}

/** A report, before it is put into a form. */
export interface Report {
  readonly traceback: Traceback;
  readonly verdict: Verdict;
  readonly sources: Sources;
  readonly next: TracebackTextOptions['next'];
}

/** The text of a report in a form; `stream` is where it is shown, null for a file. */
export async function reportText(
  {traceback, verdict, sources, next}: Report,
  form: ReportForm,
  {allThreads, verbose, color}: ReportChoices,
  stream: 'stdout' | 'stderr' | null,
): Promise<string> {
  switch (form) {
    case 'json':
      return tracebackJson(traceback, verdict, sources);
    case 'html':
      return (await import('../../debugging/render/html.ts')).renderHtml(traceback, verdict, sources, next);
    case 'text': {
      const terminal = stream === null ? {color: false, width: 80} : terminalOf(color, process.env, stream);
      const width = Math.min(Math.max(terminal.width, 60), 120);
      return renderTraceback(traceback, verdict, {
        style: makeStyle(terminal.color),
        width,
        allThreads,
        verbose,
        sources,
        next,
      });
    }
  }
}
