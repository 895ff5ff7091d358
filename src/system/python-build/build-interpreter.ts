import {join, relative} from 'node:path';
import {UserError} from '../../errors.ts';
import type {InterpreterFacts, Optimize, SourceChoice, SourceTree} from '../../interpreter-build/model.ts';
import type {InterpreterPlan} from '../../interpreter-build/unix-plan.ts';
import {packageOf, requireApt} from './apt-source.ts';
import {completePrefix, runPlan} from './compile.ts';
import {originalInterpreter} from './original.ts';
import {publish, type WorkFolder} from './prefix.ts';
import {bringSource, matchSource, planBuild} from './prepare.ts';
import type {Progress} from './progress.ts';
import type {Programs} from './run-program.ts';
import {requireCpythonSource} from './source-folder.ts';

/** What was asked for, resolved. */
export interface InterpreterRequest {
  readonly choice: SourceChoice;
  /** Whether another source package than that of the installed version will do. */
  readonly closest: boolean;
  /** `--python`; null without. */
  readonly python: string | null;
  /** Absolute, links resolved. */
  readonly prefix: string;
  readonly optimize: Optimize;
  /** Compilers at once; null for one a processor. */
  readonly jobs: number | null;
}

/** What a build works with. */
export interface BuildTools {
  readonly work: WorkFolder;
  readonly programs: Programs;
  readonly progress: Progress;
  /** Whether the output of programs is shown as it comes. */
  readonly isLive: boolean;
}

/** An interpreter that stands in its prefix. */
export interface Interpreter {
  readonly original: InterpreterFacts;
  readonly source: SourceTree;
  readonly plan: InterpreterPlan;
}

/** Source, configure, make, install, and into place. Throws a UserError where one of them fails. */
export async function buildInterpreter(request: InterpreterRequest, tools: BuildTools): Promise<Interpreter> {
  const {choice, prefix} = request;
  const {work, progress} = tools;
  const early = await originalBeforeSource(request);
  const brought = await progress.part('Source', async tell => {
    const result = await bringSource(choice, early, {...tools, closest: request.closest});
    tell(`Source: ${result.from}`);
    return result;
  });
  const original = early ?? (await originalInterpreter(request.python, choice, brought.found.version));
  const source = matchSource(brought, original);
  const plan = planBuild(original, source.folder, {...request, stage: stageOf(original, work)});
  await runPlan(plan, {...tools, prefix});
  const installed = installedIn(original, work, prefix);
  if (original.platform !== 'win32') await completePrefix(installed, source.folder);
  publish(prefix, installed, work);
  return {original, source, plan};
}

/** What would be built, for `--dry-run`: nothing is fetched, and a tarball is unpacked only to ask its version. */
export async function planInterpreter(request: InterpreterRequest, tools: BuildTools) {
  const {choice} = request;
  const {work, programs} = tools;
  const early = await originalBeforeSource(request);
  if (choice.kind === 'apt') {
    if (!early) throw new Error('a source package belongs to an interpreter');
    const wanted = await packageOf(early.executable, programs);
    return planned(early, join(work.source, wanted.source), `${wanted.source} ${wanted.version} by apt`);
  }
  const brought =
    choice.kind === 'folder'
      ? {
          found: requireCpythonSource(choice.path, `--source ${choice.path}`),
          from: choice.path,
          isExact: null,
        }
      : await bringSource(choice, null, {...tools, closest: false});
  const original = early ?? (await originalInterpreter(request.python, choice, brought.found.version));
  const source = matchSource(brought, original);
  return planned(original, source.folder, `${source.from} (${source.version.join('.')})`);

  function planned(original: InterpreterFacts, folder: string, from: string) {
    const plan = planBuild(original, folder, {...request, stage: stageOf(original, work)});
    return {original, source: from, plan};
  }
}

/** The interpreter, where it is known without the source: then a wrong one is refused before anything is fetched. */
async function originalBeforeSource({choice, python}: InterpreterRequest): Promise<InterpreterFacts | null> {
  if (choice.kind === 'apt') {
    requireApt(choice.wanted ?? '--from-apt');
    return originalInterpreter(python, choice, null);
  }
  return python === null ? null : originalInterpreter(python, choice, null);
}

/** make install puts the whole path of the prefix below its root; PC\layout copies to where it is told. */
function stageOf({platform}: InterpreterFacts, {stage}: WorkFolder): string {
  return platform === 'win32' ? join(stage, 'python') : stage;
}

function installedIn(original: InterpreterFacts, work: WorkFolder, prefix: string): string {
  if (original.platform === 'win32') return stageOf(original, work);
  const below = relative('/', prefix);
  if (below === '')
    throw new UserError({what: 'is the root of the file system', where: `--prefix ${prefix}`});
  return join(work.stage, below);
}
