import type {HandOver} from '../../symbols/handover/model.ts';

/** What the names of all entries begin with that are ours; nothing else in a user's file is. */
export const OWN_NAME = 'pyxdbg: ';

/** Systems that configurations are written for, by `process.platform`. */
export const LAUNCH_SYSTEMS = ['linux', 'darwin', 'win32'] as const;

export type LaunchSystem = (typeof LAUNCH_SYSTEMS)[number];

/** Debuggers for C of VS Code, by the `type` of their configurations. */
export const NATIVE_TYPES = ['cppdbg', 'cppvsdbg', 'lldb', 'lldb-dap'] as const;

export type NativeType = (typeof NATIVE_TYPES)[number];

/** What Python shall run. */
export type LaunchTarget =
  | {
      readonly kind: 'script';
      /** Relative to the workspace with `/`, absolute, or a variable of the editor: `${file}`. */
      readonly path: string;
      readonly args: readonly string[];
    }
  | {readonly kind: 'module'; readonly name: string; readonly args: readonly string[]};

/** The Python that is started. */
export interface LaunchInterpreter {
  /** Absolute, or a variable of the editor for a system that is not this one. */
  readonly executable: string;
  /** What is to be debugged in its place: on Windows an environment's python.exe only starts another process. */
  readonly program: string;
  /** Absolute; null where `program` needs none. */
  readonly venvLauncher: string | null;
  readonly version: readonly [number, number];
}

/** What configurations are made from. */
export interface LaunchFacts {
  readonly system: LaunchSystem;
  /** Absolute. */
  readonly workspace: string;
  /** The name of the project. */
  readonly name: string;
  readonly interpreter: LaunchInterpreter;
  readonly target: LaunchTarget;
  /** Where debug information and sources are. */
  readonly symbols: HandOver;
}

/** An entry of an editor's file. */
export type LaunchEntry = Readonly<Record<string, unknown>> & {readonly name: string};

/** The task that builds before a start. */
export const BUILD_TASK = `${OWN_NAME}build`;

/** Files of ours that configurations refer to, relative to the workspace. */
export const OWN_FILES = {
  gdb: '.pyxdbg/gdbinit',
  lldb: '.pyxdbg/lldbinit',
  connect: '.pyxdbg/debugpy-connect.py',
  walker: '.pyxdbg/walker',
} as const;

/** Where the editor's half of the two debuggers waits for Python's. */
export const DEBUGPY_PORT = 5678;
