import {debuggerEnvironment, type EngineCall} from '../../debugging/engines/engine.ts';
import {startProgram} from './run/start-program.ts';

/**
 * Gives the terminal to a debugger, and resolves to its status when the user leaves it. One without a Python of its own
 * gets the environment as it is.
 */
export async function runSession(
  {program, words}: EngineCall,
  env: Readonly<Record<string, string | undefined>> = debuggerEnvironment(process.env),
): Promise<number> {
  const running = await startProgram([program, ...words], env);
  return (await running.end).status;
}

/** What a debugger's environment must do without and its program must have: see debuggerEnvironment. */
export function keptForProgram(env = process.env): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(debuggerEnvironment(env)).flatMap(name => {
      const value = env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
