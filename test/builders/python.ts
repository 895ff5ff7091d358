import {execFileSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {toolNamed} from './tools.ts';

/** The python3 of the machine, or null. */
export const python3: string | null = toolNamed('python3');

/** Runs a script with arguments and returns what it prints, read as JSON. Its folder is not on sys.path. */
export function askPython(script: string, args: readonly string[] = [], python = python3): unknown {
  if (python === null) throw new Error('no python3 on the PATH');
  const output = execFileSync(python, ['-I', '-c', script, ...args], {encoding: 'utf8', timeout: 50_000});
  return JSON.parse(output);
}

/** A test whose facts come from python3: skipped, with the reason in its title, where there is none. */
export function withPython(title: string, body: (t: ExecutionContext) => void | Promise<void>): void {
  if (python3 === null) test.skip(`${title} (needs python3)`, body);
  else test(title, body);
}
