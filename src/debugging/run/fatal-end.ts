/** How a process ended, as far as its parent sees. */
export interface End {
  readonly status: number;
  readonly signal: string | null;
}

const FATAL = ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT', 'SIGSYS'];

/** The least NTSTATUS of an error: both bits of the severity are set ([MS-ERREF] 2.3). */
const LEAST_NT_ERROR = 0xc000_0000;
/** Ctrl-C ends a console's program by it (STATUS_CONTROL_C_EXIT). */
const CONTROL_C = 0xc000_013a;

/**
 * What ended a program because of its own code: a signal's name, on Windows the exception's number; null for another
 * end. A status of 128 and more tells of a shell's child, and is the shell's own affair.
 */
export function fatalEnd({status, signal}: End): string | null {
  if (signal !== null) return FATAL.includes(signal) ? signal : null;
  return status >= LEAST_NT_ERROR && status !== CONTROL_C ? `exception 0x${status.toString(16)}` : null;
}
