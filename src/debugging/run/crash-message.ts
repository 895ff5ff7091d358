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

/** si_code by signal, Linux: include/uapi/asm-generic/siginfo.h. */
const CODES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  SIGSEGV: {1: 'SEGV_MAPERR', 2: 'SEGV_ACCERR', 128: 'SI_KERNEL'},
  SIGBUS: {1: 'BUS_ADRALN', 2: 'BUS_ADRERR', 3: 'BUS_OBJERR'},
  SIGFPE: {1: 'FPE_INTDIV', 2: 'FPE_INTOVF', 3: 'FPE_FLTDIV', 4: 'FPE_FLTOVF', 7: 'FPE_FLTINV'},
  SIGILL: {1: 'ILL_ILLOPC', 2: 'ILL_ILLOPN', 3: 'ILL_ILLADR'},
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
    code: code === 0 ? 'SI_USER' : code === -6 ? 'SI_TKILL' : (CODES[name]?.[code] ?? null),
    address: address ?? null,
    access: access === undefined || access === 'unknown' ? null : access,
    thread: tid,
  };
}
