import {UserError} from '../errors.ts';
import {findDebugger} from '../system/debugging/find-debugger.ts';
import {watchProgram} from '../system/debugging/run/watch-program.ts';
import type {ReportFlags} from './emit-report.ts';
import {outputFiles} from './output-files.ts';
import {parsePlainWords} from './plain-words.ts';
import {commandOf, OWN_FAILURE, splitLine} from './program-line.ts';
import {runFlags} from './run-flags.ts';

type RunFlags = Omit<ReportFlags, 'json'> & {
  readonly python?: string | undefined;
  readonly timeout?: string | undefined;
  readonly core: boolean;
  readonly 'no-report': boolean;
};

/** `pyxdbg run`: start, wait, report. Sets the exit status to the program's. */
export async function run(
  line: readonly string[],
  parse: (own: readonly string[]) => Promise<{readonly flags: RunFlags}>,
): Promise<void> {
  const split = splitLine(line, runFlags);
  const {flags} = await parse(split.own);
  if (flags['no-report'] && (flags['output-file'] ?? []).length > 0)
    throw uselessWord('--output-file', '--no-report makes no report');
  if (split.isCommand && flags.python !== undefined)
    throw uselessWord('--python', 'a command behind -- is run as it is');
  const files = outputFiles(flags);
  process.exitCode = await watchProgram({
    command: commandOf(split, flags.python ?? null, 'run'),
    typed: [
      ...(flags.python === undefined ? [] : ['--python', flags.python]),
      ...(split.isCommand ? ['--'] : []),
      ...split.program,
    ],
    timeoutMs: timeoutOf(flags.timeout),
    wants: flags['no-report'] ? 'nothing' : flags.core ? 'core' : 'report',
    engine: findDebugger(flags.engine ?? null),
    files,
    choices: {allThreads: flags['all-threads'], verbose: flags.verbose, color: flags.color},
  });
}

/** The same with words that are parsed here: a program shall start as soon as it would alone. */
export async function runWords(line: readonly string[]): Promise<void> {
  await run(
    line,
    async own =>
      parsePlainWords(own, runFlags) ?? (await import('./oclif-words.ts')).parseWords(own, runFlags),
  );
}

function uselessWord(option: string, why: string): UserError {
  return new UserError({what: 'has no effect here', where: option, advice: why, exitCode: OWN_FAILURE});
}

function timeoutOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds < 1_000_000) return seconds * 1000;
  throw new UserError({
    what: 'is no number of seconds',
    where: `--timeout ${text}`,
    advice: 'name one above 0, such as 60 or 0.5',
    exitCode: OWN_FAILURE,
  });
}
