import type {ByteSource} from '../../binary/byte-source.ts';
import {type MinidumpFacts, readMinidump} from '../../binary/minidump/read-minidump.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import {subjectOfModule} from '../../symbols/dumped-subject.ts';
import type {FoundSubjects} from './found-subjects.ts';

/** The modules of a minidump. It was written on another machine, or another day: none of its paths is looked at here. */
export function addMinidump(target: string, source: ByteSource, found: FoundSubjects): void {
  const dump = readMinidumpFile(target, source);
  for (const module of dump.modules) {
    if (!VDSO.test(module.path)) found.add(subjectOfModule(module, dump));
  }
  if (dump.modules.length === 0) found.note(`${target}: names no modules`);
}

/** The kernel's own code in each Linux process (vdso(7)), which is no file. */
const VDSO = /^linux-(?:vdso|gate)[^/]*\.so/;

/** Throws a UserError for what cannot be read. */
export function readMinidumpFile(target: string, source: ByteSource): MinidumpFacts {
  try {
    return readMinidump(source);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new UserError({
      what: `cannot be read as a minidump: ${error.unreadable.detail}`,
      where: target,
      advice: 'write it anew, e.g. with procdump or by "Create memory dump file" of the Task Manager',
      cause: error,
    });
  }
}
