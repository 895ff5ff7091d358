import type {Engine} from '../../../debugging/engines/engine.ts';
import type {ReportForm} from '../../../debugging/render/report-form.ts';
import type {ReportChoices} from '../emit-traceback.ts';

/** What to watch, and what to do where it crashes. */
export interface WatchRequest {
  readonly command: readonly string[];
  /** The words that name the program on the user's command line, for advice. */
  readonly typed: readonly string[];
  /** Null for as long as it takes. */
  readonly timeoutMs: number | null;
  readonly wants: 'report' | 'core' | 'nothing';
  /** Null where there is no debugger. */
  readonly engine: Engine | null;
  readonly files: readonly {readonly file: string; readonly form: ReportForm}[];
  readonly choices: ReportChoices;
}
