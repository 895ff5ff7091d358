import {vscodeSettings} from '../../symbols/handover/vscode.ts';
import {editorPath, PICK_PROCESS, variable, WORKSPACE} from './expressions.ts';
import {
  BUILD_TASK,
  DEBUGPY_PORT,
  type LaunchEntry,
  type LaunchFacts,
  type LaunchSystem,
  type NativeType,
  OWN_FILES,
  OWN_NAME,
} from './model.ts';
import {pythonWords} from './target.ts';
import {HIDDEN, SHOWN, variablesOf} from './vscode-python.ts';

/** The debuggers for C of a system, the one that most people have first. */
export const TYPES_OF_SYSTEM: Readonly<Record<LaunchSystem, readonly NativeType[]>> = {
  linux: ['cppdbg', 'lldb', 'lldb-dap'],
  darwin: ['lldb', 'lldb-dap', 'cppdbg'],
  win32: ['cppvsdbg', 'lldb', 'lldb-dap'],
};

/** Ids of the inputs that VS Code asks for. */
export const INPUTS = {core: 'pyxdbg-core', process: 'pyxdbg-process'} as const;

const CORE = variable(`input:${INPUTS.core}`);

type Settings = Readonly<Record<string, unknown>>;

/** How a debugger says it. */
interface Dialect {
  /** Settings of all its configurations. */
  readonly common: Settings;
  readonly launch: Settings;
  readonly attach: Settings;
  readonly core: Settings;
  env(variables: Readonly<Record<string, string>>): Settings;
}

/** Launch, attach and core of one debugger, and the native half of a compound. */
export function nativeEntries(type: NativeType, facts: LaunchFacts): readonly LaunchEntry[] {
  const program = editorPath(facts.interpreter.program, facts);
  const {common, launch, attach, core, env} = dialectOf(type, facts);
  const entry = (name: string, request: string, settings: Settings): LaunchEntry => ({
    name,
    type,
    request,
    ...settings,
    ...common,
  });
  const words = pythonWords(facts);
  const start = {program, args: words, cwd: WORKSPACE, ...env(variablesOf(facts)), ...launch};
  return [
    entry(`${OWN_NAME}native (${type})`, 'launch', {
      ...start,
      preLaunchTask: BUILD_TASK,
      presentation: SHOWN,
    }),
    entry(`${OWN_NAME}native attach (${type})`, 'attach', {...attach, presentation: SHOWN}),
    entry(
      `${OWN_NAME}native core (${type})`,
      type === 'cppdbg' || type === 'cppvsdbg' ? 'launch' : 'attach',
      {program, ...core, presentation: SHOWN},
    ),
    entry(nativeHalf(type), 'launch', {
      ...start,
      args: [`${WORKSPACE}/${OWN_FILES.connect}`, String(DEBUGPY_PORT), ...words],
      presentation: HIDDEN,
    }),
  ];
}

/** The name of the entry that starts Python for both debuggers. */
export function nativeHalf(type: NativeType): string {
  return `${OWN_NAME}native half (${type})`;
}

function dialectOf(type: NativeType, facts: LaunchFacts): Dialect {
  const program = editorPath(facts.interpreter.program, facts);
  const fragments = vscodeSettings(facts.symbols, folderOf(facts.system));
  const asList = (variables: Readonly<Record<string, string>>): Settings => ({
    environment: Object.entries(variables).map(([name, value]) => ({name, value})),
  });
  const sourceLldb = `command source -s true "${WORKSPACE}/${OWN_FILES.lldb}"`;
  const {initCommands: _, ...lldb} = fragments[type] ?? {};
  switch (type) {
    case 'cppdbg': {
      const isLldb = facts.system === 'darwin';
      const setup = isLldb
        ? [sourceLldb]
        : ['-enable-pretty-printing', `source ${WORKSPACE}/${OWN_FILES.gdb}`];
      return {
        common: {
          MIMode: isLldb ? 'lldb' : 'gdb',
          setupCommands: setup.map(text => ({text, ignoreFailures: true})),
        },
        launch: {externalConsole: false},
        attach: {program, processId: PICK_PROCESS},
        core: {cwd: WORKSPACE, coreDumpPath: CORE},
        env: asList,
      };
    }
    case 'cppvsdbg':
      return {
        common: fragments[type] ?? {},
        // enableDebugHeap stays off: another heap is another program.
        launch: {console: 'integratedTerminal'},
        attach: {processId: PICK_PROCESS},
        core: {cwd: WORKSPACE, dumpPath: CORE},
        env: asList,
      };
    case 'lldb':
      return {
        common: {initCommands: [sourceLldb], ...lldb},
        launch: {terminal: 'integrated'},
        attach: {program, pid: PICK_PROCESS},
        // CodeLLDB's manual, "Inspecting a Core Dump".
        core: {
          targetCreateCommands: [`target create "${program}" -c "${CORE}"`],
          processCreateCommands: [],
        },
        env: variables => ({env: variables}),
      };
    case 'lldb-dap':
      return {
        common: {initCommands: [sourceLldb], ...lldb},
        launch: {},
        // Older versions of the extension have no picker.
        attach: {program, pid: variable(`input:${INPUTS.process}`)},
        core: {coreFile: CORE},
        // Before LLVM 18 a list only; later ones take both (seen in lldb-vscode 16).
        env: variables => ({env: Object.entries(variables).map(([name, value]) => `${name}=${value}`)}),
      };
  }
}

/** By the text: these are paths of the system that the configurations are for. */
function folderOf(system: LaunchSystem): (path: string) => string {
  const end = system === 'win32' ? /[\\/][^\\/]*$/ : /\/[^/]*$/;
  return path => path.replace(end, '');
}
