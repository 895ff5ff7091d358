import {editorPath, PICK_PROCESS, WORKSPACE} from './expressions.ts';
import {BUILD_TASK, DEBUGPY_PORT, type LaunchEntry, type LaunchFacts, OWN_NAME} from './model.ts';
import {debugpyTarget} from './target.ts';

/** Without it a crash says nothing of Python; a program of the user's that turns it on by itself is not disturbed. */
const FAULTHANDLER = {PYTHONFAULTHANDLER: '1'} as const;

/** What Python needs to be told by its environment. */
export function variablesOf({
  interpreter,
}: Pick<LaunchFacts, 'interpreter'>): Readonly<Record<string, string>> {
  const {venvLauncher} = interpreter;
  // What multiprocessing does on Windows, too (CPython, Lib/multiprocessing/popen_spawn_win32.py).
  return venvLauncher === null ? FAULTHANDLER : {...FAULTHANDLER, __PYVENV_LAUNCHER__: venvLauncher};
}

/** Of our entries, in VS Code's list. */
export const SHOWN = {group: 'pyxdbg'} as const;

/** The half of a compound is started by it only. */
export const HIDDEN = {hidden: true, group: 'pyxdbg'} as const;

/** The name of the entry that waits for the program which the native debugger starts. */
export const PYTHON_HALF = `${OWN_NAME}Python half`;

/** Configurations of the Python debugger (debugpy). */
export function pythonEntries(facts: LaunchFacts): readonly LaunchEntry[] {
  return [
    {
      name: `${OWN_NAME}Python`,
      type: 'debugpy',
      request: 'launch',
      python: editorPath(facts.interpreter.executable, facts),
      ...debugpyTarget(facts),
      cwd: WORKSPACE,
      env: FAULTHANDLER,
      console: 'integratedTerminal',
      justMyCode: false,
      preLaunchTask: BUILD_TASK,
      presentation: SHOWN,
    },
    {
      name: `${OWN_NAME}Python attach`,
      type: 'debugpy',
      request: 'attach',
      processId: PICK_PROCESS,
      justMyCode: false,
      presentation: SHOWN,
    },
    {
      // The adapter listens, and the program connects once the native debugger has started it: nothing to pick.
      name: PYTHON_HALF,
      type: 'debugpy',
      request: 'attach',
      listen: {host: '127.0.0.1', port: DEBUGPY_PORT},
      justMyCode: false,
      presentation: HIDDEN,
    },
  ];
}
