import type {Traceback} from '../traceback/model.ts';

export type Signal = NonNullable<Traceback['signal']>;

/** Names of signals as shells print them (strsignal(3)), and of Windows' exceptions. */
const NAMES: Readonly<Record<string, string>> = {
  SIGSEGV: 'Segmentation fault',
  SIGBUS: 'Bus error',
  SIGFPE: 'Arithmetic exception',
  SIGILL: 'Illegal instruction',
  SIGABRT: 'Aborted',
  SIGSYS: 'Bad system call',
  SIGTRAP: 'Trap',
  EXCEPTION_ACCESS_VIOLATION: 'Access violation',
  EXCEPTION_ARRAY_BOUNDS_EXCEEDED: 'Array index out of bounds',
  EXCEPTION_BREAKPOINT: 'Breakpoint',
  EXCEPTION_DATATYPE_MISALIGNMENT: 'Access to an address that is not aligned',
  EXCEPTION_FLT_DIVIDE_BY_ZERO: 'Floating-point division by zero',
  EXCEPTION_ILLEGAL_INSTRUCTION: 'Illegal instruction',
  EXCEPTION_INT_DIVIDE_BY_ZERO: 'Integer division by zero',
  EXCEPTION_INT_OVERFLOW: 'Integer overflow',
  EXCEPTION_INVALID_HANDLE: 'Invalid handle',
  EXCEPTION_IN_PAGE_ERROR: 'Page of a file that cannot be read',
  EXCEPTION_PRIV_INSTRUCTION: 'Privileged instruction',
  EXCEPTION_STACK_OVERFLOW: 'Stack overflow',
  MSVC_CPP_EXCEPTION: 'C++ exception',
  STATUS_ASSERTION_FAILURE: 'Assertion failure',
  STATUS_FATAL_APP_EXIT: 'Aborted',
  STATUS_HEAP_CORRUPTION: 'Heap corruption',
  STATUS_STACK_BUFFER_OVERRUN: 'Fast fail',
};

/** siginfo's codes in words (sigaction(2)), and those of Windows' __fastfail (winnt.h). */
const CODES: Readonly<Record<string, string>> = {
  FPE_INTDIV: 'integer division by zero',
  FPE_INTOVF: 'integer overflow',
  FPE_FLTDIV: 'division by zero',
  FPE_FLTOVF: 'overflow of a floating-point number',
  FPE_FLTUND: 'underflow of a floating-point number',
  FPE_FLTRES: 'inexact floating-point result',
  FPE_FLTINV: 'invalid floating-point operation',
  FPE_FLTSUB: 'subscript out of range',
  FPE_FLTUNK: 'undiagnosed floating-point exception',
  FPE_CONDTRAP: 'trap on condition',
  ILL_ILLOPC: 'illegal opcode',
  ILL_ILLOPN: 'illegal operand',
  ILL_ILLADR: 'illegal addressing mode',
  ILL_ILLTRP: 'illegal trap',
  ILL_PRVOPC: 'privileged opcode',
  ILL_PRVREG: 'privileged register',
  ILL_COPROC: 'coprocessor error',
  ILL_BADSTK: 'internal stack error',
  ILL_BADIADDR: 'unimplemented instruction address',
  FAST_FAIL_FATAL_APP_EXIT: 'abort() was called',
  FAST_FAIL_INVALID_ARG: 'the C runtime was given an invalid argument',
  FAST_FAIL_STACK_COOKIE_CHECK_FAILURE: 'a buffer on the stack was overrun',
  BUS_ADRALN: 'address not aligned',
  BUS_ADRERR: 'address that does not exist (a mapped file that was cut short)',
  BUS_OBJERR: 'hardware error of what is mapped there',
  BUS_MCEERR_AR: 'hardware error of memory, met by this code',
  BUS_MCEERR_AO: 'hardware error of memory, found elsewhere',
};

const ACCESS = {read: 'read of', write: 'write to', execute: 'jump to'} as const;

/** Why memory that is mapped refuses an access (SEGV_ACCERR). */
const REFUSED = {
  read: ', which may not be read',
  write: ', which may not be written',
  execute: ', which holds no code',
  any: ', which its protection refuses',
} as const;

/** A fault of memory whose address the processor does not tell; Linux then gives 0, which must not be taken for one. */
export function isWithoutAddress({name, code, address}: Signal): boolean {
  return name === 'SIGSEGV' && (code === 'SI_KERNEL' || address === null);
}

/** A signal that a process sent, where the system sends it for a fault of the code itself. */
export function isSent({name, code}: Signal): boolean {
  return name !== 'SIGABRT' && (code === 'SI_USER' || code === 'SI_TKILL');
}

/** `Segmentation fault: read of address 0x0`. */
export function signalWords(signal: Signal): string {
  const name = NAMES[signal.name] ?? signal.name;
  if (isSent(signal)) return `${name}: sent by a program (kill, raise), not by a fault of this code`;
  // arch/x86/kernel/traps.c, exc_general_protection: no address, and code SI_KERNEL.
  if (signal.name === 'SIGSEGV' && signal.code === 'SI_KERNEL')
    return `${name}: an access that the processor refuses, at an address it does not tell`;
  if (signal.address !== null && (signal.name === 'SIGSEGV' || signal.code === null)) {
    const did = signal.access === null ? 'access to' : ACCESS[signal.access];
    const why = signal.code === 'SEGV_ACCERR' ? REFUSED[signal.access ?? 'any'] : '';
    return `${name}: ${did} address ${signal.address}${why}`;
  }
  const code = signal.code === null ? undefined : CODES[signal.code];
  return code === undefined ? name : `${name}: ${code}`;
}
