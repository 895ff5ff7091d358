import {resolve} from 'node:path';
import {refuseOtherAbi, refuseWithoutEffect, requireMode, usualMode} from '../build/make-plan.ts';
import type {BuildMode, BuildRequest, Sanitizer} from '../build/model.ts';
import {nothingBuilt} from '../build/nothing-built.ts';
import {prove} from '../build/proof.ts';
import {sourcesOf} from '../build/recorded-calls.ts';
import {requirementsMissing} from '../build/requirements.ts';
import {EXIT, UserError} from '../errors.ts';
import {detectProject} from '../project/detect-project.ts';
import {failureJson, planJson, proofJson} from '../report/build-json.ts';
import {renderPlan} from '../report/build-plan-text.ts';
import {renderProof} from '../report/build-text.ts';
import {makeStyle} from '../report/style.ts';
import {checkProducts} from '../system/build-check.ts';
import {installerOf, installRequirements} from '../system/build-installer.ts';
import {interpreterForBuild} from '../system/build-probe.ts';
import {prepareBuild, runPreparedBuild, shownPath} from '../system/build-run.ts';
import {buildTasks} from '../system/build-tasks.ts';
import {wrappedCompilers} from '../system/compiler-programs.ts';
import {localFiles} from '../system/files.ts';
import {hookRequirements} from '../system/hook-requirements.ts';
import {makeFolder} from '../system/make-folder.ts';
import {sanitizerHint} from '../system/sanitizer-hint.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark, terminalOf} from '../system/terminal.ts';

/** What `pyxdbg build` was asked for. */
export interface BuildFlags {
  readonly debug?: boolean | undefined;
  readonly optimize?: '0' | 'g' | undefined;
  readonly assertions?: boolean | undefined;
  readonly sanitize?: readonly Sanitizer[] | undefined;
  readonly python?: string | undefined;
  readonly inplace: boolean;
  readonly editable: boolean;
  readonly wheel: boolean;
  readonly 'out-dir'?: string | undefined;
  readonly 'config-setting'?: readonly string[] | undefined;
  readonly 'install-requirements': boolean;
  readonly 'dry-run': boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg build`: with `--json` a failure, too, is a document on stdout. */
export async function build(dir: string, flags: BuildFlags): Promise<void> {
  try {
    await buildAndTell(dir, flags);
  } catch (error) {
    if (flags.json && error instanceof UserError) await writeOutput(failureJson(error));
    throw error;
  }
}

/** Detect, decide, build, prove, tell. */
async function buildAndTell(dir: string, flags: BuildFlags): Promise<void> {
  const project = detectProject(resolve(dir), localFiles);
  const interpreter = await interpreterForBuild(flags.python ?? null, project.folder);
  const mode = modeOf(flags) ?? usualMode({project, interpreter});
  requireMode(mode, {project});
  const request: BuildRequest = {
    project,
    interpreter,
    debug: flags.debug === true,
    mode,
    outDir: resolve(flags['out-dir'] ?? `${project.folder}/.pyxdbg/dist`),
    optimize: flags.optimize ?? '0',
    assertions: flags.assertions === true,
    sanitize: flags.sanitize ?? [],
    configSettings: (flags['config-setting'] ?? []).map(parseSetting),
  };
  refuseOtherAbi(request);
  refuseWithoutEffect(request, flags['out-dir']);
  const {color, width} = terminalOf(flags.color);
  const style = makeStyle(color);

  const missing = requirementsMissing(project.buildRequires, interpreter);
  const installer = await installerOf(interpreter);
  const prepared = prepareBuild(request, installer);
  if (flags['dry-run']) {
    const shown = {...prepared, missing, compilers: wrappedCompilers(request, process.env)};
    await writeOutput(flags.json ? planJson(shown) : renderPlan(shown, {style, width, shownPath}));
    return;
  }
  const provide = async (requirements: readonly string[]): Promise<void> => {
    if (requirements.length === 0) return;
    if (!flags['install-requirements'])
      throw missingRequirements(requirements, installer, interpreter.executable);
    await installRequirements(requirements, installer, interpreter);
  };
  await provide(missing);
  await provide(requirementsMissing(await hookRequirements(request), interpreter));
  if (mode === 'wheel') makeFolder(request.outDir);

  const tasks = await buildTasks(prepared, {
    isQuiet: flags.quiet || flags.json,
    isLive: flags.verbose,
    color: flags.color,
  });
  const outcome = await tasks.run(progress => runPreparedBuild(prepared, progress, flags.verbose));
  if (outcome.givenUp.length > 0) {
    if (!flags.verbose) process.stderr.write(outcome.steps.output);
    throw new UserError({
      what: 'could not be compiled, and the project goes on without it: its modules are missing, or older than their sources',
      where: outcome.givenUp.map(source => shownPath(source)).join(', '),
      advice: `all that the build printed stands in ${shownPath(outcome.logFile)}`,
      exitCode: EXIT.findings,
    });
  }
  if (outcome.steps.failed) {
    if (!flags.verbose) process.stderr.write(outcome.steps.output);
    throw new UserError({
      what: `the build failed in "${outcome.steps.failed.title}"${outcome.steps.exitCode === null ? '' : ` with exit status ${outcome.steps.exitCode}`}`,
      where: shownPath(project.folder),
      advice: `all that it printed stands in ${shownPath(outcome.logFile)}`,
      exitCode: EXIT.findings,
    });
  }
  const report = await tasks.prove(() => checkProducts(outcome.products, request));
  const proof = prove(request, outcome.calls, report);
  if (proof.modules.length === 0 && proof.holds) {
    throw nothingBuilt(project, {
      compiled: outcome.calls.flatMap(sourcesOf).length,
      where: project.name ?? shownPath(project.folder),
      logFile: shownPath(outcome.logFile),
    });
  }
  process.exitCode = proof.holds && proof.modules.length > 0 ? EXIT.clean : EXIT.findings;
  const hint = sanitizerHint(request);
  if (flags.json) await writeOutput(proofJson(prepared, proof, {...outcome, start: hint}));
  else if (!flags.quiet || process.exitCode !== EXIT.clean) {
    await writeOutput(
      renderProof(proof, outcome.compiled, {
        style,
        width,
        debug: request.debug,
        shownPath,
        verbose: flags.verbose,
      }),
    );
  }
  if (hint !== null && !flags.quiet) remark(`start Python with the sanitizer:\n${hint}`);
}

function modeOf({inplace, editable, wheel}: BuildFlags): BuildMode | null {
  return inplace ? 'inplace' : editable ? 'editable' : wheel ? 'wheel' : null;
}

function parseSetting(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new UserError({
      what: 'is no setting: it has no name and value',
      where: `-C ${text}`,
      advice: 'write -C KEY=VALUE',
    });
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

/** As a shell of either system takes it: requirements hold blanks, quotes, `<` and `>`. */
function shellWord(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

function missingRequirements(
  missing: readonly string[],
  installer: readonly string[] | null,
  executable: string,
): UserError {
  const install = `${(installer ?? [executable, '-m', 'pip']).join(' ')} install ${missing.map(shellWord).join(' ')}`;
  return new UserError({
    what: `the build needs ${missing.join(', ')}, which the environment of ${executable} does not have`,
    advice: `run: ${install}   (or build with --install-requirements)`,
  });
}
