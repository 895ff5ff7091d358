import type {DumpedException} from '../../binary/minidump/exception.ts';
import type {SeenSignal} from '../engines/engine.ts';

/** NTSTATUS of exceptions that end a process, by the names of winnt.h ([MS-ERREF] 2.3.1; the C++ one is MSVC's own). */
const EXCEPTIONS: ReadonlyMap<number, string> = new Map([
  [0x4000_0015, 'STATUS_FATAL_APP_EXIT'],
  [0x8000_0002, 'EXCEPTION_DATATYPE_MISALIGNMENT'],
  [0x8000_0003, 'EXCEPTION_BREAKPOINT'],
  [0xc000_0005, 'EXCEPTION_ACCESS_VIOLATION'],
  [0xc000_0006, 'EXCEPTION_IN_PAGE_ERROR'],
  [0xc000_0008, 'EXCEPTION_INVALID_HANDLE'],
  [0xc000_001d, 'EXCEPTION_ILLEGAL_INSTRUCTION'],
  [0xc000_008c, 'EXCEPTION_ARRAY_BOUNDS_EXCEEDED'],
  [0xc000_008e, 'EXCEPTION_FLT_DIVIDE_BY_ZERO'],
  [0xc000_0094, 'EXCEPTION_INT_DIVIDE_BY_ZERO'],
  [0xc000_0095, 'EXCEPTION_INT_OVERFLOW'],
  [0xc000_0096, 'EXCEPTION_PRIV_INSTRUCTION'],
  [0xc000_00fd, 'EXCEPTION_STACK_OVERFLOW'],
  [0xc000_0374, 'STATUS_HEAP_CORRUPTION'],
  [0xc000_0409, 'STATUS_STACK_BUFFER_OVERRUN'],
  [0xc000_0420, 'STATUS_ASSERTION_FAILURE'],
  [0xe06d_7363, 'MSVC_CPP_EXCEPTION'],
]);

/** Exceptions whose parameters are an access and its address (EXCEPTION_RECORD, ExceptionInformation). */
const WITH_ADDRESS = [0xc000_0005, 0xc000_0006];
const ACCESSES: ReadonlyMap<bigint, SeenSignal['access']> = new Map([
  [0n, 'read'],
  [1n, 'write'],
  // Data execution prevention.
  [8n, 'execute'],
]);

const FAST_FAIL = 0xc000_0409;
/** winnt.h, FAST_FAIL_*: what `__fastfail` was called with. */
const FAST_FAILS: ReadonlyMap<bigint, string> = new Map([
  [2n, 'FAST_FAIL_STACK_COOKIE_CHECK_FAILURE'],
  [5n, 'FAST_FAIL_INVALID_ARG'],
  [7n, 'FAST_FAIL_FATAL_APP_EXIT'],
]);

/** What ended a Windows process, in the words of the traceback. */
export function signalOfException({thread, code, parameters}: DumpedException): SeenSignal {
  const [first, second] = parameters;
  const hasAddress = WITH_ADDRESS.includes(code) && first !== undefined && second !== undefined;
  return {
    number: code,
    name: EXCEPTIONS.get(code) ?? `exception 0x${code.toString(16)}`,
    code: code === FAST_FAIL && first !== undefined ? (FAST_FAILS.get(first) ?? null) : null,
    address: hasAddress ? `0x${second.toString(16)}` : null,
    access: hasAddress ? (ACCESSES.get(first) ?? null) : null,
    thread,
  };
}
