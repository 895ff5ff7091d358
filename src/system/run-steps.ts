import {createWriteStream} from 'node:fs';
import type {BuildStep} from '../build/model.ts';
import {UserError} from '../errors.ts';
import {loadExeca} from './programs.ts';

/** How the programs of a build ended. */
export interface StepsOutcome {
  /** The step that failed; null where all went well. */
  readonly failed: BuildStep | null;
  /** Exit status of the failed one; null for a signal. */
  readonly exitCode: number | null;
  /** What the last step printed, the failed one if one failed: both streams as they came. */
  readonly output: string;
}

/** The most of one step's output that is kept for showing, in characters; the log has all of it. */
const MAX_SHOWN = 2_000_000;

/**
 * Runs the steps of a build one after the other; what they print goes to `logFile` (absolute), and to stderr as it
 * comes where `isLive`. Throws a UserError for a program that is not there.
 */
export async function runSteps(
  steps: readonly BuildStep[],
  environment: Readonly<Record<string, string | null>>,
  {
    logFile,
    isLive,
    onStep,
    onOutput,
  }: {
    logFile: string;
    isLive: boolean;
    onStep: (step: BuildStep) => void;
    onOutput: (text: string) => void;
  },
): Promise<StepsOutcome> {
  const execa = await loadExeca();
  const log = createWriteStream(logFile);
  try {
    let shown = '';
    for (const step of steps) {
      onStep(step);
      log.write(`$ ${step.command.join(' ')}\n`);
      const [program, ...args] = step.command;
      shown = '';
      const child = execa(program, args, {
        cwd: step.cwd,
        env: Object.fromEntries(
          Object.entries(environment).map(([name, value]) => [name, value ?? undefined]),
        ),
        reject: false,
        stdin: 'ignore',
        all: true,
        buffer: false,
        stripFinalNewline: false,
      });
      child.all?.on('data', (chunk: Buffer) => {
        log.write(chunk);
        if (isLive) process.stderr.write(chunk);
        const text = chunk.toString('utf8');
        onOutput(text);
        shown = (shown + text).slice(-MAX_SHOWN);
      });
      const result = await child;
      if (result.code === 'ENOENT') {
        throw new UserError({
          what: `the build needs ${program}, which is not on PATH`,
          advice: `install it, or activate the environment that has it`,
          cause: result,
        });
      }
      if (result.failed) return {failed: step, exitCode: result.exitCode ?? null, output: shown};
    }
    return {failed: null, exitCode: 0, output: shown};
  } finally {
    await new Promise(resolve => log.end(resolve));
  }
}
