import type {DebuggerState} from '../../../debugging/doctor/debugger.ts';
import {debuggerEnvironment, ENGINES} from '../../../debugging/engines/engine.ts';
import {loadExeca} from '../../programs.ts';
import {findDebugger} from '../find-debugger.ts';

const TIMEOUT_MS = 15_000;
const ANSWER = 'pyxdbg-has-python';

/** Asks each debugger that is on PATH for its version and its Python. */
export async function debuggerStates(): Promise<readonly DebuggerState[]> {
  const execa = await loadExeca();
  const engines = ENGINES.flatMap(name => findDebugger(name) ?? []);
  return Promise.all(
    engines.map(async engine => {
      const words =
        engine.name === 'gdb'
          ? ['-nx', '-batch', '-ex', 'show version', '-ex', `python print("${ANSWER}")`]
          : ['--no-lldbinit', '--batch', '-o', 'version', '-o', `script print("${ANSWER}")`];
      const {stdout} = await execa(engine.program, words, {
        env: debuggerEnvironment(process.env),
        reject: false,
        stdin: 'ignore',
        timeout: TIMEOUT_MS,
      });
      const version = /(?:GNU gdb .*?|lldb version )(\d+(?:\.\d+)+)/.exec(stdout)?.[1] ?? null;
      // lldb echoes the command, too.
      const hasPython = stdout.split('\n').some(line => line.trim() === ANSWER);
      return {engine, version, hasPython};
    }),
  );
}
