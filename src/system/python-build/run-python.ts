import {fileURLToPath} from 'node:url';
import {packageFolder} from '../package-folder.ts';
import {loadExeca} from '../programs.ts';

/** How one of our scripts ended in an interpreter. */
export interface ScriptOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Null for a signal. */
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** Importing everything at -O0 on a busy machine takes a minute; what hangs must not take us with it. */
const TIMEOUT_MS = 300_000;

/** Runs a script of templates/runtime with `-I`. */
export async function runScript(
  python: string,
  script: 'python-facts.py' | 'load-modules.py' | 'try-packages.py',
  words: readonly string[] = [],
): Promise<ScriptOutcome> {
  const execa = await loadExeca();
  const path = fileURLToPath(new URL(`templates/runtime/${script}`, packageFolder()));
  const {stdout, stderr, exitCode, signal, failed, shortMessage} = await execa(
    python,
    ['-I', path, ...words],
    {
      reject: false,
      stdin: 'ignore',
      timeout: TIMEOUT_MS,
    },
  );
  return {
    stdout,
    stderr: failed && stderr === '' ? (shortMessage ?? '') : stderr,
    exitCode: exitCode ?? null,
    signal: signal ?? null,
  };
}

/** The object of the last line that begins with `{"NAME":`; null where there is none. */
export function answerLine(stdout: string, name: string): unknown {
  const line = stdout.split(/\r?\n/).findLast(one => one.startsWith(`{"${name}":`));
  if (line === undefined) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The last thing that a program said, for a sentence. */
export function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1)?.slice(0, 300) ?? '';
}
