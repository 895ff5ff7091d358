import type {Engine} from '../engines/engine.ts';
import type {AttachFacts} from '../preflight/attach.ts';
import {type Check, ok, problem, warning} from './model.ts';

/** A debugger, and what it said when it was asked. */
export interface DebuggerState {
  readonly engine: Engine;
  /** Null where it did not answer. */
  readonly version: string | null;
  readonly hasPython: boolean;
}

/** Whether one of the debuggers can run the walker. */
export function checkDebuggers(states: readonly DebuggerState[]): Check {
  const text = states
    .map(
      ({engine, version, hasPython}) =>
        `${engine.name} ${version ?? 'does not start'}${hasPython ? '' : ' without Python'}`,
    )
    .join(', ');
  const able = states.filter(({hasPython}) => hasPython);
  if (states.length === 0) {
    return problem(
      'debugger',
      'neither gdb nor lldb is on PATH',
      'apt install gdb, dnf install gdb, xcode-select --install',
    );
  }
  if (able.length === 0) {
    return problem(
      'debugger',
      text,
      'install a gdb that is built with Python (gdb-minimal is not), or python3-lldb beside lldb',
    );
  }
  return ok('debugger', text);
}

/** Whether the system lets a debugger look into processes. */
export function checkAttaching({
  mayTrace,
  yama,
  isFiltered,
  container,
}: Pick<AttachFacts, 'mayTrace' | 'yama' | 'isFiltered' | 'container'>): Check {
  if (yama === 3) {
    return problem(
      'attaching',
      'forbidden to everybody (kernel.yama.ptrace_scope is 3)',
      'set it to 1 in /etc/sysctl.d and restart',
    );
  }
  if (mayTrace) return isFiltered ? filtered(container) : ok('attaching', 'allowed to any process');
  if (yama === 1 || yama === 2) {
    return warning(
      'attaching',
      `to programs under pyxdbg run only (kernel.yama.ptrace_scope is ${yama})`,
      container === null
        ? 'for dump and attach: sudo, or sudo sysctl kernel.yama.ptrace_scope=0'
        : 'start the container with --cap-add=SYS_PTRACE',
    );
  }
  return isFiltered ? filtered(container) : ok('attaching', 'allowed to processes of this user');
}

function filtered(container: AttachFacts['container']): Check {
  return warning(
    'attaching',
    'a seccomp filter is on, which may forbid it whatever the rights',
    container === 'other'
      ? 'where it does: securityContext.seccompProfile.type Unconfined (Kubernetes)'
      : 'where it does: docker run --cap-add=SYS_PTRACE, before Docker 19.03 --security-opt seccomp=unconfined',
  );
}

/** Where cores go. `pattern` is kernel.core_pattern, null where it cannot be read. */
export function checkCores(pattern: string | null, softLimit: string | null): Check {
  if (pattern === null) return ok('core files', 'as the system has it');
  if (pattern.startsWith('|')) {
    const program = pattern.slice(1).split(' ')[0] ?? '';
    const cure = program.includes('systemd-coredump')
      ? 'coredumpctl dump PID -o core gets one'
      : `${program} takes them: sudo sysctl kernel.core_pattern=core for plain files`;
    return ok('core files', `taken by ${program}; ${cure}`);
  }
  return ok(
    'core files',
    softLimit === '0'
      ? `not written by a shell (ulimit -c is 0); pyxdbg run writes them where it needs one`
      : `written as ${pattern}`,
  );
}
