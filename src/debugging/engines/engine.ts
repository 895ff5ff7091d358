/** The debuggers that the walker runs in. */
export const ENGINES = ['gdb', 'lldb'] as const;

export type EngineName = (typeof ENGINES)[number];

/** A debugger of this machine. */
export interface Engine {
  readonly name: EngineName;
  /** Its program, such as `/usr/bin/lldb-16`. */
  readonly program: string;
}

/** What is looked at. Paths are absolute. */
export type Subject =
  | {readonly kind: 'process'; readonly pid: number}
  | {
      readonly kind: 'core';
      readonly core: string;
      /** The program that dumped it. */
      readonly executable: string;
      /** A folder that holds the modules by the paths they had, where they are not those of this machine. */
      readonly root?: string;
    }
  /** Of a Windows process; its modules are where the settings say. */
  | {readonly kind: 'minidump'; readonly core: string};

/** What our handler saw in the program that now waits in it. */
export interface SeenSignal {
  readonly number: number;
  readonly name: string;
  readonly code: string | null;
  readonly address: string | null;
  readonly access: 'read' | 'write' | 'execute' | null;
  /** The system's number of the thread. */
  readonly thread: number;
}

/** The options of the walker's command `pyxdbg-report`. */
export interface WalkOptions {
  /** The file that gets the document. */
  readonly output: string;
  /** The core file that is looked at: its notes have what lldb does not tell. */
  readonly core?: string;
  readonly signal?: SeenSignal | null;
  /** The command that makes tables of offsets for an interpreter that the walker's own do not fit. */
  readonly prober?: readonly string[];
  readonly limits?: Readonly<Record<string, number>>;
}

/** One call of a debugger. */
export interface EngineCall {
  readonly program: string;
  readonly words: readonly string[];
}

/** A debugger's own Python runs on these, too: they are the program's to have, not the debugger's. */
const HARMFUL = /^(?:PYTHON|LD_LIBRARY_PATH$|LD_PRELOAD$|LD_AUDIT$|DYLD_)/;

/**
 * What a debugger's environment has other than ours, without what breaks its own Python; a value of undefined unsets. In
 * the C locale gdb fails at the first path that is not ASCII.
 */
export function debuggerEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const harmful = Object.keys(env).filter(name => HARMFUL.test(name));
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'C';
  return {
    ...Object.fromEntries(harmful.map(name => [name, undefined])),
    ...(['C', 'POSIX'].includes(locale) ? {LC_ALL: undefined, LC_CTYPE: 'C.UTF-8'} : {}),
  };
}
