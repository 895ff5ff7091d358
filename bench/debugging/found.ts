import {execFileSync} from 'node:child_process';
import {readFileSync, rmSync} from 'node:fs';
import type {Contender} from '../measure.ts';

/** What a program's output has of the process that it looked at. */
export interface Found {
  /** Python frames, of all threads. */
  readonly pythonFrames: number;
  /** C frames of the module, with a line. */
  readonly cLines: number;
  /** A C variable of the module's function, with its value. */
  readonly hasCLocals: boolean;
  /** A local of Python, with its value. */
  readonly hasPythonLocals: boolean;
  readonly saysDeadlock: boolean;
}

/** In the spelling of each: `File "app.py", line 3`, `(app.py:3)`, and the walker's JSON. */
const PYTHON_FRAME = /(?:[\w.]+\.py", line |\.py:)\d+|"file": ?"[^"]+\.py",\s*"line": ?\d+/g;
const C_LINE = /planted\.c(?:", line |:)\d+|"file": ?"[^"]+planted\.c",\s*"line": ?\d+/g;

/** `wanted` of the deadlock, `seen` of the hang. */
const C_LOCAL = /\b(?:wanted|seen) = \d+|"name": ?"(?:wanted|seen)",\s*"type": ?"[^"]*",\s*"value": ?"\d+"/;

/** Runs a contender once and reads what it shows; `output` is the file that the walker writes. */
export function foundBy({command}: Contender, output: string): Found {
  const [program, ...words] = command;
  rmSync(output, {force: true});
  let text: string;
  try {
    text = execFileSync(program, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 120_000,
      killSignal: 'SIGKILL',
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    // What failed may have printed something before.
    text = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  }
  const written = read(output);
  const all = written ?? text;
  return {
    pythonFrames: (all.match(PYTHON_FRAME) ?? []).length,
    cLines: (all.match(C_LINE) ?? []).length,
    hasCLocals: C_LOCAL.test(all),
    hasPythonLocals: /run of m1/.test(all),
    saysDeadlock: /deadlock of/i.test(text),
  };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
