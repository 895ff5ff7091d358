import {homedir} from 'node:os';
import {interpreterCandidates} from '../build/choose-interpreter.ts';
import {programWords} from '../debugging/run/program-words.ts';
import {splitRunWords} from '../debugging/run/split-run-words.ts';
import {UserError} from '../errors.ts';
import {formOf} from '../system/debugging/emit-traceback.ts';
import {findDebugger} from '../system/debugging/find-debugger.ts';
import {watchProgram} from '../system/debugging/run/watch-program.ts';
import {localFiles} from '../system/files.ts';
import {requireOutputs} from '../system/write-file.ts';
import type {ReportFlags} from './dump.ts';
import {runFlags} from './run-flags.ts';

/** Our own failures, apart from the program's statuses (as env, nohup and timeout have it). */
const OWN_FAILURE = 125;

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
  const {own, program, isCommand} = splitRunWords(line, takesValue);
  const {flags} = await parse(own);
  const given = programWords(program, isCommand);
  if (!given) {
    throw new UserError({
      what: 'names no program',
      where: 'run',
      advice: 'pyxdbg run app.py, pyxdbg run -m pytest, or pyxdbg run -- COMMAND',
      exitCode: OWN_FAILURE,
    });
  }
  const files = (flags['output-file'] ?? []).map(file => ({file, form: formOf(file)}));
  requireOutputs(
    files.map(({file}) => file),
    [],
  );
  const command = given.isPython ? [...pythonCommand(flags.python ?? null), ...given.words] : given.words;
  process.exitCode = await watchProgram({
    command,
    timeoutMs: timeoutOf(flags.timeout),
    wants: flags['no-report'] ? 'nothing' : flags.core ? 'core' : 'report',
    engine: findDebugger(flags.engine ?? null),
    files,
    choices: {allThreads: flags['all-threads'], verbose: flags.verbose, color: flags.color},
  });
}

/** Whether an option of ours has its value in the next word. */
function takesValue(word: string): boolean {
  if (word === '-o') return true;
  if (!word.startsWith('--') || word.includes('=')) return false;
  const flag = Object.entries(runFlags).find(([name]) => name === word.slice(2))?.[1];
  return flag !== undefined && flag.type === 'option';
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

/** The Python of the project, as `build` chooses it, without asking it anything: starting it twice takes time. */
function pythonCommand(stated: string | null): readonly string[] {
  const [first] = interpreterCandidates({
    stated,
    project: process.cwd(),
    cwd: process.cwd(),
    home: process.env['HOME'] || homedir(),
    isWindows: process.platform === 'win32',
    variables: process.env,
    files: localFiles,
  });
  if (first) return first.command;
  throw new UserError({
    what: stated === null ? 'no Python is found' : 'there is no such Python',
    ...(stated === null ? {} : {where: `--python ${stated}`}),
    advice: 'name one with --python: a path, or a version such as 3.12',
    exitCode: OWN_FAILURE,
  });
}
