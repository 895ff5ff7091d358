import {join, resolve} from 'node:path';
import {
  refuseFolder,
  refuseOtherAbi,
  refuseWithoutEffect,
  requireMode,
  usualMode,
} from '../build/make-plan.ts';
import type {BuildMode, BuildRequest, Sanitizer} from '../build/model.ts';
import {prove} from '../build/proof.ts';
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
import {compilerVariables, prepareBuild, runPreparedBuild, shownPath} from '../system/build-run.ts';
import {buildTasks, isBuilt} from '../system/build-tasks.ts';
import {wrappedCompilers} from '../system/compiler-programs.ts';
import {localFiles} from '../system/files.ts';
import {hookRequirements} from '../system/hook-requirements.ts';
import {makeFolder} from '../system/make-folder.ts';
import {sanitizerHint} from '../system/sanitizer-hint.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark, terminalOf} from '../system/terminal.ts';
import {missingRequirements, nothingBuilt, requireBuilt} from './build-failures.ts';

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
    outDir: resolve(flags['out-dir'] ?? join(project.folder, '.pyxdbg', 'dist')),
    optimize: flags.optimize ?? '0',
    assertions: flags.assertions === true,
    sanitize: flags.sanitize ?? [],
    configSettings: (flags['config-setting'] ?? []).map(parseSetting),
  };
  refuseFolder(project.folder, interpreter.platform);
  refuseOtherAbi(request);
  refuseWithoutEffect(request, flags['out-dir']);
  const {color, width} = terminalOf(flags.color);
  const style = makeStyle(color);

  const missing = requirementsMissing(project.buildRequires, interpreter);
  const installer = await installerOf(interpreter);
  const prepared = prepareBuild(request, installer);
  if (flags['dry-run']) {
    const compilers = wrappedCompilers(request, process.env);
    const shown = {...prepared, missing, compilers, variables: compilerVariables(prepared)};
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
  if (!flags.verbose && !isBuilt(outcome)) process.stderr.write(outcome.steps.output);
  requireBuilt(request, outcome);
  const report = await tasks.prove(() => checkProducts(outcome.products, request));
  const proof = prove(request, outcome.calls, report);
  if (proof.modules.length === 0 && proof.holds) throw nothingBuilt(request, outcome);
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
