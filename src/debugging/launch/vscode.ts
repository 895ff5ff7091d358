import {editorPath, variable, WORKSPACE} from './expressions.ts';
import {
  BUILD_TASK,
  LAUNCH_SYSTEMS,
  type LaunchEntry,
  type LaunchFacts,
  type LaunchSystem,
  type NativeType,
  OWN_NAME,
} from './model.ts';
import {INPUTS, nativeEntries, nativeHalf, TYPES_OF_SYSTEM} from './vscode-native.ts';
import {PYTHON_HALF, pythonEntries, SHOWN} from './vscode-python.ts';

/** A list of a file of VS Code's, with the entries of ours that belong into it. */
export interface EditorList {
  readonly key: string;
  readonly nameKey: string;
  readonly entries: readonly Readonly<Record<string, unknown>>[];
}

/** A file of an editor. */
export interface EditorFile {
  /** Relative to the workspace. */
  readonly path: string;
  /** What a new one begins with. */
  readonly skeleton: Readonly<Record<string, unknown>>;
  readonly lists: readonly EditorList[];
}

/** `.vscode/launch.json` and `.vscode/tasks.json`. */
export function vscodeFiles(facts: LaunchFacts, isForAll: boolean): readonly EditorFile[] {
  const native = typesFor(facts, isForAll);
  return [
    {
      path: '.vscode/launch.json',
      skeleton: {version: '0.2.0', configurations: []},
      lists: [
        {
          key: 'configurations',
          nameKey: 'name',
          entries: [...pythonEntries(facts), ...native.flatMap(one => nativeEntries(one.type, one.facts))],
        },
        {key: 'compounds', nameKey: 'name', entries: native.map(({type}, at) => compound(type, at))},
        {key: 'inputs', nameKey: 'id', entries: INPUT_ENTRIES},
      ],
    },
    {
      path: '.vscode/tasks.json',
      skeleton: {version: '2.0.0', tasks: []},
      lists: [{key: 'tasks', nameKey: 'label', entries: [buildTask(facts)]}],
    },
  ];
}

/** The debuggers of this system, then what the others have besides, each once. */
function typesFor(facts: LaunchFacts, isForAll: boolean) {
  const types = new Map(TYPES_OF_SYSTEM[facts.system].map(type => [type, facts]));
  for (const system of isForAll ? LAUNCH_SYSTEMS : []) {
    for (const type of TYPES_OF_SYSTEM[system])
      if (!types.has(type)) types.set(type, elsewhere(facts, system));
  }
  return [...types].map(([type, itsFacts]) => ({type, facts: itsFacts}));
}

/** For a system that is not this one: VS Code's Python extension knows the interpreter there. */
function elsewhere(facts: LaunchFacts, system: LaunchSystem): LaunchFacts {
  const python = variable('command:python.interpreterPath');
  return {
    ...facts,
    system,
    interpreter: {...facts.interpreter, executable: python, program: python, venvLauncher: null},
  };
}

/** Both debuggers on one process; the first type has the plain name. */
function compound(type: NativeType, at: number): LaunchEntry {
  return {
    name: `${OWN_NAME}Python + native${at === 0 ? '' : ` (${type})`}`,
    // In this order: the Python debugger must listen when the program comes to it.
    configurations: [PYTHON_HALF, nativeHalf(type)],
    preLaunchTask: BUILD_TASK,
    stopAll: true,
    presentation: SHOWN,
  };
}

const INPUT_ENTRIES = [
  {
    id: INPUTS.core,
    type: 'promptString',
    description: 'Core file or minidump',
    default: `${WORKSPACE}/core`,
  },
  {id: INPUTS.process, type: 'promptString', description: 'Number of the process (lldb-dap)'},
];

function buildTask(facts: LaunchFacts): Readonly<Record<string, unknown>> {
  const {executable} = facts.interpreter;
  // A variable stands for the interpreter of another machine: there pyxdbg finds it by itself.
  const python = executable.startsWith('${') ? [] : ['--python', editorPath(executable, facts)];
  return {
    label: BUILD_TASK,
    type: 'shell',
    command: 'pyxdbg',
    args: ['build', '--debug', ...python],
    options: {cwd: WORKSPACE},
    group: 'build',
    presentation: {reveal: 'silent'},
    problemMatcher: [facts.system === 'win32' ? '$msCompile' : '$gcc'],
  };
}
