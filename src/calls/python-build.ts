import {statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join, resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {chooseSource} from '../interpreter-build/source-choice.ts';
import {failureJson} from '../report/build-json.ts';
import {pythonBuildJson, pythonPlanJson} from '../report/python-build-json.ts';
import {renderPythonBuild} from '../report/python-build-text.ts';
import {renderPythonPlan} from '../report/python-plan-text.ts';
import {makeStyle} from '../report/style.ts';
import {interruptible} from '../system/interruptible.ts';
import {
  buildInterpreter,
  type InterpreterRequest,
  planInterpreter,
} from '../system/python-build/build-interpreter.ts';
import {openWorkFolder, realPrefix, requirePrefix} from '../system/python-build/prefix.ts';
import {requireBuildTools} from '../system/python-build/prepare.ts';
import {progressOf} from '../system/python-build/progress.ts';
import {proveInterpreter} from '../system/python-build/prove-interpreter.ts';
import {programsOf} from '../system/python-build/run-program.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {terminalOf} from '../system/terminal.ts';

/** What `pyxdbg python build` was asked for. */
export interface PythonBuildFlags {
  readonly source?: string | undefined;
  readonly 'from-apt'?: boolean | undefined;
  readonly closest?: boolean | undefined;
  readonly python?: string | undefined;
  readonly prefix: string;
  readonly optimize: '0' | 'g';
  readonly venv?: string | undefined;
  readonly try?: readonly string[] | undefined;
  readonly jobs?: string | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg python build`: with `--json` a failure, too, is a document on stdout. */
export async function pythonBuild(argument: string | undefined, flags: PythonBuildFlags): Promise<void> {
  try {
    await buildAndTell(argument, flags);
  } catch (error) {
    if (flags.json && error instanceof UserError) await writeOutput(failureJson(error));
    throw error;
  }
}

/** Decide, build, prove, tell. */
async function buildAndTell(argument: string | undefined, flags: PythonBuildFlags): Promise<void> {
  const request = requestOf(argument, flags);
  const {prefix} = request;
  requirePrefix(prefix);
  requireBuildTools();
  const venv = resolve(flags.venv ?? join(prefix, 'venv'));
  const isDryRun = flags['dry-run'] === true;
  const isLive = flags.verbose === true && !isDryRun;
  const {color, width} = terminalOf(flags.color);
  const layout = {style: makeStyle(color), width, verbose: flags.verbose === true};
  const progress = await progressOf({
    isQuiet: flags.quiet === true || flags.json === true || isDryRun,
    isLive,
  });
  await interruptible(async signal => {
    const work = openWorkFolder(isDryRun ? join(tmpdir(), basename(prefix)) : prefix);
    const programs = programsOf({logFile: work.logFile, isLive, signal});
    const tools = {work, programs, progress, isLive};
    try {
      if (isDryRun) {
        const planned = {...(await planInterpreter(request, tools)), prefix, venv};
        await writeOutput(flags.json ? pythonPlanJson(planned) : renderPythonPlan(planned, layout));
        return;
      }
      const interpreter = await buildInterpreter(request, tools);
      const built = await proveInterpreter(interpreter, request, {venv, wheels: flags.try ?? []}, tools);
      process.exitCode = built.holds ? EXIT.clean : EXIT.findings;
      if (flags.json) await writeOutput(pythonBuildJson(built));
      else if (!flags.quiet || !built.holds) await writeOutput(renderPythonBuild(built, layout));
    } finally {
      await programs.close();
      work.remove();
    }
  });
}

function requestOf(argument: string | undefined, flags: PythonBuildFlags): InterpreterRequest {
  const choice = chooseSource({argument, folder: flags.source, fromApt: flags['from-apt'] === true}, path =>
    kindOf(resolve(path)),
  );
  if (flags.closest && choice.kind !== 'apt') {
    throw new UserError({what: 'is for source packages of apt', where: '--closest', advice: 'leave it out'});
  }
  return {
    choice: choice.kind === 'apt' ? choice : {...choice, path: resolve(choice.path)},
    closest: flags.closest === true,
    python: flags.python ?? null,
    prefix: realPrefix(resolve(flags.prefix)),
    optimize: flags.optimize,
    jobs: flags.jobs === undefined ? null : jobsOf(flags.jobs),
  };
}

function jobsOf(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new UserError({what: 'is no number of compilers', where: `--jobs ${text}`, advice: 'write -j 4'});
}

function kindOf(path: string): 'file' | 'folder' | null {
  const status = statSync(path, {throwIfNoEntry: false});
  return status ? (status.isDirectory() ? 'folder' : 'file') : null;
}
