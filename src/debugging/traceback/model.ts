import * as v from 'valibot';

/**
 * The merged traceback, as templates/runtime/walker writes it inside gdb or lldb: one JSON document, whose form is
 * checked where it comes in, since the debugged process, and so what was read of it, is not trusted.
 *
 * Addresses are hexadecimal words ("0x7f00"), for they pass 2^53. Every text and list is bounded by the walker's
 * limits; what was cut says so.
 */

const Address = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{1,16}$/));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Text = v.string();

/** A variable of C, or a local of Python; its parts are there as far as the walker's limits let it look. */
export interface Variable {
  /** Name, `[3]` for an element, the key's repr for an item of a dict. */
  readonly name: string;
  /** C's type as the debug information spells it, or the Python type's name. */
  readonly type: string | null;
  /** As the language writes it, on one line: `42`, `0x7ffd10`, `'abc'`, `{'a': 1}`; null where it cannot be read. */
  readonly value: string | null;
  /** Why there is no value: `optimized out`, `unreadable`, `not initialised`. */
  readonly missing?: string;
  /** The value was cut, or parts were left out. */
  readonly isCut?: boolean;
  /** A pointer's target, a structure's members, a container's items. */
  readonly parts?: readonly Variable[];
  /** Where the value is a pointer to a Python object: what Python shows of it. */
  readonly python?: {readonly type: string; readonly value: string};
}

const VariableSchema: v.GenericSchema<unknown, Variable> = v.object({
  name: Text,
  type: v.nullable(Text),
  value: v.nullable(Text),
  missing: v.exactOptional(Text),
  isCut: v.exactOptional(v.boolean()),
  parts: v.exactOptional(v.array(v.lazy(() => VariableSchema))),
  python: v.exactOptional(v.object({type: Text, value: Text})),
});

const CFrameSchema = v.object({
  kind: v.literal('c'),
  function: v.nullable(Text),
  /** As the debug information names it, made absolute by its compilation folder; null without line information. */
  file: v.nullable(Text),
  line: v.nullable(Count),
  /** The binary that holds the code, as it is mapped. */
  module: v.nullable(Text),
  /** Address less the module's load address, which is what addr2line and the like take of a shared library. */
  offset: v.nullable(Address),
  address: Address,
  /** What the code belongs to: the interpreter (its program and libpython), the system (libc, libstdc++, the loader, ...), else the user's. */
  origin: v.picklist(['user', 'interpreter', 'system']),
  isInlined: v.boolean(),
  /** The frame that the kernel puts in between when it delivers a signal. */
  isSignal: v.boolean(),
  arguments: v.array(VariableSchema),
  locals: v.array(VariableSchema),
});

const PythonFrameSchema = v.object({
  kind: v.literal('python'),
  /** Qualified name, `Model.run`; the plain one before Python 3.11. */
  function: Text,
  file: Text,
  /** Null for code without a line (a synthetic instruction). */
  line: v.nullable(Count),
  locals: v.array(VariableSchema),
});

/** Lists frames that were left out, in their place. */
const CutSchema = v.object({kind: v.literal('cut'), frames: Count});

const WaitSchema = v.variant('for', [
  v.object({for: v.literal('gil')}),
  v.object({
    for: v.literal('mutex'),
    address: Address,
    /** The system's thread number of who holds it, as glibc notes it; null where that cannot be read. */
    owner: v.nullable(Count),
  }),
  /** A lock of Python's threading module. Only an RLock knows its owner. */
  v.object({for: v.literal('python-lock'), type: Text, owner: v.nullable(Count)}),
  /** Any other system call that waits: `read`, `futex`, `nanosleep`, ... */
  v.object({for: v.literal('system-call'), name: Text}),
]);

const ThreadSchema = v.object({
  /** The system's number of the thread (Linux: tid), as the debugger shows it. */
  id: Count,
  /** The system's name of the thread. */
  name: v.nullable(Text),
  /** The name in Python's threading module. */
  pythonName: v.nullable(Text),
  isMain: v.boolean(),
  /** The thread that the signal or exception stopped. */
  isStopped: v.boolean(),
  /** Null where it is not known, or where there is no GIL, or where the thread is not one of Python's. */
  gil: v.nullable(v.picklist(['holds', 'waits', 'released'])),
  waits: v.nullable(WaitSchema),
  /** Of its newest frame, those of a signal's handler aside; null where the debugger does not tell. */
  stackPointer: v.nullable(Address),
  /** Most recent call first, C and Python in their true order. */
  frames: v.array(v.variant('kind', [CFrameSchema, PythonFrameSchema, CutSchema])),
  /** False where the order of Python's frames among C's could not be proved. */
  isMergedExactly: v.boolean(),
  /** Sentences: what could not be read of this thread. */
  problems: v.array(Text),
});

export const TracebackSchema = v.object({
  schemaVersion: v.literal(1),
  debugger: v.object({name: v.picklist(['gdb', 'lldb']), version: Text}),
  process: v.object({
    id: v.nullable(Count),
    executable: v.nullable(Text),
  }),
  /** Null where the process has no Python that the walker knows; `problems` says why. */
  python: v.nullable(
    v.object({
      /** `3.13.0`, or `3.13` where only that is known. */
      version: Text,
      isFreeThreaded: v.boolean(),
      /** Where the offsets of its structures are from. */
      layout: v.picklist(['debug-offsets', 'table', 'probe']),
    }),
  ),
  /** The signal that stopped the process; null for one that was only attached to. */
  signal: v.nullable(
    v.object({
      number: Count,
      name: Text,
      /** siginfo's si_code, such as `SEGV_MAPERR`; null where it is not known. */
      code: v.nullable(Text),
      /** The address that could not be read or written, of SIGSEGV and SIGBUS. */
      address: v.nullable(Address),
      /** What was done there; null where the system does not tell. */
      access: v.nullable(v.picklist(['read', 'write', 'execute'])),
    }),
  ),
  /** What the C library noted before it aborted: assert's words, or those of its own checks; null without. */
  abortMessage: v.nullable(Text),
  threads: v.array(ThreadSchema),
  /** Threads that were left out. */
  threadsCut: Count,
  /** Binaries that frames of the user's lie in. */
  modules: v.array(v.object({path: Text, hasDebugInfo: v.boolean(), buildId: v.nullable(Text)})),
  problems: v.array(Text),
});

export type Traceback = v.InferOutput<typeof TracebackSchema>;
export type TracebackThread = Traceback['threads'][number];
export type Frame = TracebackThread['frames'][number];
export type CFrame = Extract<Frame, {kind: 'c'}>;
export type PythonFrame = Extract<Frame, {kind: 'python'}>;
