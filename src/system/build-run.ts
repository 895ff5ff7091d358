import {createHash} from 'node:crypto';
import {existsSync, writeFileSync} from 'node:fs';
import {basename, dirname, join, relative, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BackendPlan, BuildPlaces} from '../build/backend.ts';
import {configurationText} from '../build/build-key.ts';
import {backendPlan, workFolder} from '../build/make-plan.ts';
import type {BuildRequest, BuildStep, CompilerCall} from '../build/model.ts';
import {refuseDebugSetting} from '../build/project-debug-setting.ts';
import {sourcesOf} from '../build/recorded-calls.ts';
import {type ToolProgress, toolProgress} from '../build/tool-progress.ts';
import {windowsDriver} from '../build/windows-driver.ts';
import {binariesBelow, changedMs, objectsSince, wheelsIn} from './build-products.ts';
import {type BuildState, isForeign, readBuildState, stateOf, writeBuildState} from './build-state.ts';
import {searchPath} from './compiler-programs.ts';
import {writeCompilerWrapper} from './compiler-wrapper.ts';
import {editableProducts} from './editable-products.ts';
import {localFiles} from './files.ts';
import {lastingCalls} from './lasting-calls.ts';
import {makeFolder} from './make-folder.ts';
import {packageFolder} from './package-folder.ts';
import {placePdbs} from './pdb-placement.ts';
import {runSteps, type StepsOutcome} from './run-steps.ts';
import {readTable} from './table-files.ts';

/** A build that is decided but not begun. */
export interface PreparedBuild {
  readonly request: BuildRequest;
  readonly plan: BackendPlan;
  /** Absolute. */
  readonly work: string;
  /** Hash of all that makes objects of two builds differ. */
  readonly configuration: string;
  readonly state: BuildState;
}

/** What a build made. */
export interface BuildOutcome {
  readonly steps: StepsOutcome;
  /** Of this run and of earlier ones that made what is still up to date. */
  readonly calls: readonly CompilerCall[];
  /** Files that this run compiled. */
  readonly compiled: number;
  /** Sources of the project, absolute, that could not be compiled in a build that succeeded all the same. */
  readonly givenUp: readonly string[];
  /** Modules or wheels, absolute. */
  readonly products: readonly string[];
  /** Where all that was printed stands. */
  readonly logFile: string;
}

/** Decides what a build does; looks at files, writes nothing. */
export function prepareBuild(request: BuildRequest, installer: readonly string[] | null): PreparedBuild {
  const {project} = request;
  if (request.debug) refuseDebugSetting(project, request.interpreter, localFiles);
  const configuration = createHash('sha256')
    .update(configurationText(request, process.env))
    .digest('hex')
    .slice(0, 12);
  const work = workFolder(project.folder, configuration);
  const state = readBuildState(project.folder);
  const force =
    request.mode === 'inplace' &&
    inPlace(project.folder, request.interpreter.extSuffix).some(module =>
      isForeign(module, configuration, state),
    );
  const places: BuildPlaces = {
    work,
    hookDriver: fileURLToPath(new URL('templates/runtime/build-hook.py', packageFolder())),
    force,
    installer,
  };
  return {request, plan: backendPlan(request, places), work, configuration, state};
}

/** The variables that drive the compilers of a build on Windows; none elsewhere, where a wrapper does. */
export function compilerVariables({request, work}: PreparedBuild): Readonly<Record<string, string>> {
  if (request.interpreter.platform !== 'win32') return {};
  return windowsDriver(request, work, process.env, readTable).environment;
}

/** How a build tells what it is doing. */
export interface BuildProgress {
  step(step: BuildStep): void;
  /** Compiler calls so far. */
  calls(count: number): void;
  /** How far the build system itself says it is, in its own steps: files compiled, and links. */
  steps(progress: ToolProgress): void;
}

const POLL_MS = 100;

/** Builds; what fails in the build is in the outcome. Throws a UserError where a program is missing. */
export async function runPreparedBuild(
  {request, plan, work, configuration, state}: PreparedBuild,
  progress: BuildProgress,
  isLive: boolean,
): Promise<BuildOutcome> {
  const {project, interpreter} = request;
  makeFolder(
    work,
    'pyxdbg keeps objects below the project: build a copy of it in a folder that can be written to',
  );
  writeIgnoreFile(project.folder);
  for (const [path, text] of Object.entries(plan.files ?? {})) {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  }
  const isWindows = interpreter.platform === 'win32';
  const wrapper = isWindows
    ? windowsDriver(request, work, process.env, readTable)
    : writeCompilerWrapper(join(work, 'wrapper'), request, process.env);
  // File times are those of the file system's clock, and as coarse as it keeps them.
  const stamp = join(work, 'started');
  writeFileSync(stamp, '');
  const startedMs = changedMs(stamp);
  const logFile = join(work, 'build.log');
  const poll = setInterval(() => progress.calls(wrapper.callCount()), POLL_MS);
  try {
    const path = isWindows ? {PATH: searchPath(request, process.env)} : {};
    const environment = {...path, ...wrapper.environment, ...plan.environment};
    const steps = await runSteps(plan.steps, environment, {
      logFile,
      isLive,
      onStep: progress.step,
      onOutput(text) {
        const told = toolProgress(text);
        if (told) progress.steps(told);
      },
    });
    progress.calls(wrapper.callCount());
    const recorded = wrapper.calls('all');
    const isLasting = lastingCalls(recorded);
    const calls = recorded.filter(isLasting);
    const compiled = isWindows
      ? objectsSince(project.folder, startedMs)
      : wrapper.calls('this').filter(isLasting).flatMap(sourcesOf).length;
    if (steps.failed) return {steps, calls, compiled, givenUp: [], products: [], logFile};
    const isOurs = (module: string): boolean =>
      changedMs(module) >= startedMs || !isForeign(module, configuration, state);
    const products = productsOf(request, plan, startedMs, isOurs);
    if (isWindows && request.debug) await placePdbs(products, [work, project.folder]);
    if (request.mode !== 'wheel') {
      const made = Object.fromEntries(products.map(module => [module, stateOf(module, configuration)]));
      await writeBuildState(project.folder, {...state, ...made});
    }
    const givenUp = sourcesGivenUp(wrapper.failures(), project.folder, work);
    return {steps, calls, compiled, givenUp, products, logFile};
  } finally {
    clearInterval(poll);
  }
}

/** Modules or wheels, absolute; `isOurs` tells a module that this configuration made from one that was there. */
function productsOf(
  {mode, outDir, project, interpreter}: BuildRequest,
  {productFolders}: BackendPlan,
  startedMs: number,
  isOurs: (module: string) => boolean,
): readonly string[] {
  if (mode === 'wheel') return wheelsIn(outDir).filter(wheel => changedMs(wheel) >= startedMs);
  const installed = mode === 'editable' ? editableProducts(project.folder, interpreter.prefix) : [];
  if (installed.length > 0) return installed;
  return productFolders.flatMap(folder => inPlace(folder, interpreter.extSuffix).filter(isOurs));
}

/** Failed calls for files of the project itself: what a configuration tries out stands elsewhere, or is gone. */
function sourcesGivenUp(
  failures: readonly CompilerCall[],
  projectFolder: string,
  work: string,
): readonly string[] {
  const sources = failures.flatMap(call => sourcesOf(call).map(source => resolve(call.cwd, source)));
  return [...new Set(sources)].filter(
    source => isBelow(source, projectFolder) && !isBelow(source, work) && existsSync(source),
  );
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder + sep);
}

/** Modules below a folder that this interpreter may import, without those in build folders. */
function inPlace(folder: string, extSuffix: string): readonly string[] {
  const skipped = ['build', 'dist'].map(name => join(folder, name));
  return binariesBelow(folder, skipped).filter(path => {
    const name = basename(path);
    const tag = /\.(?:cpython-|cp\d|pypy|graalpy)/.test(name);
    return tag ? path.endsWith(extSuffix) : true;
  });
}

/** Our folder ignores itself, so that no history ever takes it in. */
function writeIgnoreFile(projectFolder: string): void {
  writeFileSync(join(projectFolder, '.pyxdbg', '.gitignore'), '*\n');
}

/** A path as a user in `cwd` would write it. */
export function shownPath(path: string, cwd = process.cwd()): string {
  const short = relative(cwd, path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}
