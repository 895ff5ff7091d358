import {doctorJson} from '../debugging/doctor/json.ts';
import {renderDoctor} from '../debugging/doctor/text.ts';
import {EXIT, UserError} from '../errors.ts';
import {makeStyle} from '../report/style.ts';
import {examine} from '../system/debugging/doctor/examine.ts';
import {localFiles} from '../system/files.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark, sayWhileWaiting, terminalOf} from '../system/terminal.ts';
import {launchConfig} from './launch-config.ts';
import {symbolsLookUp} from './symbols-look-up.ts';

/** What `pyxdbg doctor` was asked for. */
export interface DoctorFlags {
  readonly python?: string | undefined;
  readonly fix: boolean;
  readonly json: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg doctor`: look at the whole set-up, mend what is pyxdbg's own, tell. */
export async function doctor(folder: string, flags: DoctorFlags): Promise<void> {
  if (localFiles.status(folder)?.kind !== 'folder') {
    throw new UserError({what: 'is no folder', where: folder, advice: 'name the folder of a project'});
  }
  const look = () =>
    sayWhileWaiting('looking at the set-up', 1000, () => examine(folder, flags.python ?? null));
  let found = await look();
  if (flags.fix && found.checks.some(({status}) => status !== 'ok')) {
    await mend(folder, found, flags);
    found = await look();
  }
  const {checks} = found;
  process.exitCode = checks.some(({status}) => status === 'problem') ? EXIT.findings : EXIT.clean;
  if (flags.json) {
    await writeOutput(doctorJson({schemaVersion: 1, checks: [...checks]}));
    return;
  }
  const {color, width} = terminalOf(flags.color);
  await writeOutput(renderDoctor(checks, makeStyle(color), Math.min(width, 100)));
}

/** Only what lies in files of pyxdbg's own: packages and settings of the system are the user's to change. */
async function mend(
  folder: string,
  {checks, interpreter}: Awaited<ReturnType<typeof examine>>,
  {color}: DoctorFlags,
): Promise<void> {
  const isWrong = (name: string): boolean => checks.some(one => one.name === name && one.status !== 'ok');
  if (isWrong('editor files')) {
    remark('pyxdbg: writing the launch configurations anew');
    await launchConfig([], {project: folder, quiet: true, color});
  }
  if (isWrong('symbols') && interpreter !== null) {
    remark(`pyxdbg: fetching the symbols of ${interpreter.executable}`);
    await symbolsLookUp('fetch', [interpreter.executable], {json: false, verbose: false, quiet: true, color});
  }
}
