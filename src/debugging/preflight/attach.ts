/** What decides whether a debugger may look into a process (ptrace(2), "Ptrace access mode checking"). */
export interface AttachFacts {
  readonly pid: number;
  /** Null where there is no such process. */
  readonly target: {
    readonly isZombie: boolean;
    /** The process that the number is a thread of; its own where it is none (proc(5), Tgid). */
    readonly process: number;
    /** The debugger that is attached already, 0 without one. */
    readonly tracer: number;
    /** Real user. */
    readonly user: number;
    /** Whether it is an own child, or a child's child. */
    readonly isDescendant: boolean;
  } | null;
  readonly ownPid: number;
  readonly ownUser: number;
  /** CAP_SYS_PTRACE. */
  readonly mayTrace: boolean;
  /** kernel.yama.ptrace_scope (Documentation/admin-guide/LSM/Yama.rst); null where Yama is not there. */
  readonly yama: number | null;
  /** Whether a seccomp filter holds us, which may forbid ptrace whatever the rights (seccomp(2); proc(5), Seccomp). */
  readonly isFiltered: boolean;
  /** Which kind of container this is, null outside. */
  readonly container: 'docker' | 'podman' | 'other' | null;
}

/** Why a debugger would be refused, and the exact cure. */
export interface Refusal {
  readonly what: string;
  readonly advice: string;
}

/** Of a number that no process has, or no longer. */
export const NOT_RUNNING: Refusal = {what: 'is not running', advice: 'ps -ef shows those that are'};

/** Null where nothing stands against it. */
export function attachRefusal(facts: AttachFacts): Refusal | null {
  const {pid, target, ownPid, ownUser, mayTrace, yama} = facts;
  if (target === null) return NOT_RUNNING;
  if (pid === ownPid) return {what: 'is pyxdbg itself', advice: 'name the number of the Python'};
  if (target.process !== pid) {
    return {what: `is a thread of process ${target.process}`, advice: 'name that one'};
  }
  if (target.isZombie) {
    return {
      what: 'has ended; only its entry is left until its parent asks for it',
      advice: 'look at its parent',
    };
  }
  if (target.tracer !== 0) {
    return {what: `has a debugger attached, process ${target.tracer}`, advice: 'end that one first'};
  }
  if (yama === 3) {
    return {
      what: 'may not be debugged: kernel.yama.ptrace_scope is 3, which forbids it to everybody',
      advice: 'set it to 1 in /etc/sysctl.d and restart; pyxdbg run needs it, too',
    };
  }
  if (mayTrace) return null;
  if (target.user !== ownUser) {
    return {what: `belongs to another user (${target.user})`, advice: rootCure(facts)};
  }
  if (yama === 2)
    return {what: 'may be debugged by root alone: kernel.yama.ptrace_scope is 2', advice: rootCure(facts)};
  if (yama === 1 && !target.isDescendant) {
    return {
      what: 'was not started by pyxdbg, and kernel.yama.ptrace_scope is 1',
      advice: `${rootCure(facts)}; or, until the next start: sudo sysctl kernel.yama.ptrace_scope=0`,
    };
  }
  return null;
}

/** What gives the right to look into any process. */
export function rootCure({container, pid}: Pick<AttachFacts, 'container' | 'pid'>): string {
  switch (container) {
    case null:
      return `as root: sudo pyxdbg dump --pid ${pid}`;
    case 'docker':
      return 'start the container with: docker run --cap-add=SYS_PTRACE';
    case 'podman':
      return 'start the container with: podman run --cap-add=SYS_PTRACE';
    case 'other':
      return 'give the container the capability SYS_PTRACE (Kubernetes: securityContext.capabilities.add)';
  }
}
