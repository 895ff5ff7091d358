import {UserError} from '../../errors.ts';
import {NOT_RUNNING} from '../preflight/attach.ts';
import type {Engine, Subject} from './engine.ts';

/** Words of gdb and lldb (their own, and strerror's) for why they could not look, and what they mean. */
const CAUSES: readonly {readonly says: RegExp; readonly what: string; readonly advice: string}[] = [
  {
    says: /is already traced by process|already being debugged/i,
    what: 'has a debugger attached already',
    advice: 'end the other debugger',
  },
  {
    says: /Operation not permitted|not permitted|EPERM/i,
    what: 'may not be debugged by this user',
    // Users and ptrace_scope were looked at before (src/debugging/preflight/attach.ts).
    advice:
      'a seccomp filter (in a container: start it with --cap-add=SYS_PTRACE or --security-opt seccomp=unconfined), AppArmor or SELinux forbids it, or the process does not let itself be looked into (then as root)',
  },
  {says: /No such process|no such process|does not exist/i, ...NOT_RUNNING},
  {
    says: /not a core dump|not a core file|file format not recognized|No core file/i,
    what: 'is no core file',
    advice: 'name a file that the kernel or gcore wrote',
  },
];

/** Why a debugger wrote no document, as one sentence. */
export function refusalOf(
  subject: Subject,
  {name, program}: Engine,
  run: {readonly output: string; readonly isTimedOut: boolean},
): UserError {
  const where = subject.kind === 'process' ? `process ${subject.pid}` : subject.core;
  if (run.isTimedOut) {
    return new UserError({
      what: `${name} did not answer in time, and was ended`,
      where,
      advice: `try the other debugger, or ${program} by hand`,
    });
  }
  const cause = CAUSES.find(({says}) => says.test(run.output));
  if (cause) return new UserError({what: cause.what, where, advice: cause.advice});
  const last = run.output
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .at(-1);
  return new UserError({
    what: `${name} could not look at it${last === undefined ? '' : `: ${last.slice(0, 300)}`}`,
    where,
    advice: `${program} by hand may tell more`,
  });
}
