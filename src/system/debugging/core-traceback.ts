import type {Traceback} from '../../debugging/traceback/model.ts';
import {withoutReplaced} from '../../debugging/traceback/replaced-modules.ts';
import {subjectsOf} from '../symbol-targets.ts';
import {replacedFiles} from './replaced-files.ts';
import {isWithoutLines, symbolSettings} from './symbol-settings.ts';
import {type TracebackRequest, takeTraceback} from './take-traceback.ts';

/** A core of a program of this machine. */
export interface CoreRequest extends Omit<TracebackRequest, 'subject' | 'settings'> {
  /** As the user names it. */
  readonly named: string;
  /** The plain core file, absolute. */
  readonly core: string;
  readonly executable: string;
}

/**
 * The merged traceback of a core, with the debug information that is at hand, and sentences on modules that are not as
 * they were. Throws a UserError.
 */
export async function coreTraceback({
  named,
  core,
  executable,
  ...request
}: CoreRequest): Promise<{readonly traceback: Traceback; readonly notes: readonly string[]}> {
  const {subjects, notes} = await subjectsOf(named);
  const settings = await symbolSettings(subjects.filter(isWithoutLines), request.engine.name);
  const subject = {kind: 'core' as const, core, executable};
  const traceback = await takeTraceback({...request, subject, settings});
  return {traceback: withoutReplaced(traceback, await replacedFiles(subjects)), notes};
}
