import {cdbStacks} from '../debugging/windows/cdb.ts';
import {UserError} from '../errors.ts';
import {runSession} from '../system/debugging/run-session.ts';
import {requireCdb} from '../system/debugging/windows/find-cdb.ts';

/** On Windows: what cdb prints, which has the frames of C alone. */
export async function dumpByCdb(pid: number, wantsReport: boolean): Promise<void> {
  if (wantsReport) {
    throw new UserError({
      what: 'is not made of a running process on Windows, where cdb prints the stacks',
      where: 'a report as a file or as JSON',
      advice:
        'write a dump (Task Manager, or procdump -ma PID), and give it to pyxdbg core on a machine with lldb',
    });
  }
  const status = await runSession(cdbStacks(requireCdb(), pid), {});
  if (status !== 0) process.exitCode = 2;
}
