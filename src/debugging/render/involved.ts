import type {TracebackThread} from '../traceback/model.ts';
import type {Verdict} from '../verdict/verdict.ts';

/** Whether a thread takes part in the deadlock that a verdict tells of, as far as its wait shows. */
export function isInvolved({waits}: TracebackThread, {kind}: Verdict): boolean {
  return kind === 'deadlock' && waits !== null && waits.for !== 'system-call';
}
