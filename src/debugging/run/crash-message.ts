import * as v from 'valibot';
import type {SeenSignal} from '../engines/engine.ts';

/** What the crash handler says, templates/runtime/run/crash-handler.c: a line of JSON. */
const CrashMessageSchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  tid: v.pipe(v.number(), v.integer(), v.minValue(0)),
  signal: v.pipe(v.number(), v.integer(), v.minValue(1)),
  code: v.pipe(v.number(), v.integer()),
  address: v.exactOptional(v.pipe(v.string(), v.regex(/^0x[0-9a-f]{1,16}$/))),
  access: v.exactOptional(v.picklist(['read', 'write', 'execute', 'unknown'])),
});

export type CrashMessage = v.InferOutput<typeof CrashMessageSchema>;

/** The message in a line, or null for what is none: any process of the user may write to the socket. */
export function parseCrashMessage(line: string): CrashMessage | null {
  try {
    const parsed = v.safeParse(CrashMessageSchema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** The si_codes that any signal may have, Linux: include/uapi/asm-generic/siginfo.h. */
const COMMON_CODES: Readonly<Record<number, string>> = {[-6]: 'SI_TKILL', 0: 'SI_USER', 128: 'SI_KERNEL'};

/** Those of each signal, from the same file; the walker's signals.py has the same. */
const CODES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  SIGSEGV: {
    1: 'SEGV_MAPERR',
    2: 'SEGV_ACCERR',
    3: 'SEGV_BNDERR',
    4: 'SEGV_PKUERR',
    5: 'SEGV_ACCADI',
    6: 'SEGV_ADIDERR',
    7: 'SEGV_ADIPERR',
    8: 'SEGV_MTEAERR',
    9: 'SEGV_MTESERR',
    10: 'SEGV_CPERR',
  },
  SIGBUS: {
    1: 'BUS_ADRALN',
    2: 'BUS_ADRERR',
    3: 'BUS_OBJERR',
    4: 'BUS_MCEERR_AR',
    5: 'BUS_MCEERR_AO',
  },
  SIGFPE: {
    1: 'FPE_INTDIV',
    2: 'FPE_INTOVF',
    3: 'FPE_FLTDIV',
    4: 'FPE_FLTOVF',
    5: 'FPE_FLTUND',
    6: 'FPE_FLTRES',
    7: 'FPE_FLTINV',
    8: 'FPE_FLTSUB',
    14: 'FPE_FLTUNK',
    15: 'FPE_CONDTRAP',
  },
  SIGILL: {
    1: 'ILL_ILLOPC',
    2: 'ILL_ILLOPN',
    3: 'ILL_ILLADR',
    4: 'ILL_ILLTRP',
    5: 'ILL_PRVOPC',
    6: 'ILL_PRVREG',
    7: 'ILL_COPROC',
    8: 'ILL_BADSTK',
    9: 'ILL_BADIADDR',
  },
};

/** The signal as the walker is told of it. `names` are the system's names by number. */
export function seenSignal(
  {tid, signal, code, address, access}: CrashMessage,
  names: ReadonlyMap<number, string>,
): SeenSignal {
  const name = names.get(signal) ?? `signal ${signal}`;
  return {
    number: signal,
    name,
    code: COMMON_CODES[code] ?? CODES[name]?.[code] ?? null,
    address: address ?? null,
    access: access === undefined || access === 'unknown' ? null : access,
    thread: tid,
  };
}
