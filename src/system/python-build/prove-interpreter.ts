import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {compareFacts, missingModules} from '../../interpreter-build/compare.ts';
import {judgeEvidence} from '../../interpreter-build/proof.ts';
import type {BuiltPython} from '../../report/python-build-json.ts';
import type {BuildTools, Interpreter, InterpreterRequest} from './build-interpreter.ts';
import {loadReleaseModules, makeEnvironment, tryPackages} from './environment.ts';
import {askAbidiff, debugInformation, exportedNames} from './evidence.ts';
import {interpreterFacts} from './facts.ts';
import {localBuildTable} from './prepare.ts';

/** Compares what stands in the prefix with the original, and runs release modules in it. */
export async function proveInterpreter(
  {original, source, plan}: Interpreter,
  {prefix, optimize}: InterpreterRequest,
  {venv, wheels}: {readonly venv: string; readonly wheels: readonly string[]},
  {programs, progress}: BuildTools,
): Promise<BuiltPython> {
  const executable =
    original.platform === 'win32' ? join(prefix, 'python.exe') : join(prefix, 'bin', 'python3');
  const shared = await progress.part('Compare with the release', async () => {
    const built = await interpreterFacts(executable);
    return {
      built,
      facts: compareFacts(original, built),
      names: exportedNames(original, built),
      debug: await debugInformation(built, optimize),
      abidiff: await askAbidiff(original, built, programs),
      missingModules: missingModules(original, built, localBuildTable),
    };
  });
  const environment = await progress.part('Virtual environment', () =>
    makeEnvironment(executable, venv, programs),
  );
  const runs = await progress.part('Run release modules', async () => ({
    releaseModules: await loadReleaseModules(environment.python, original),
    tried: await tryPackages(wheels, environment, programs),
  }));
  const {built, ...compared} = shared;
  const evidence = {source, ...compared, ...runs};
  const gdbScript = join(prefix, 'share', 'gdb', 'python-gdb.py');
  return {
    original,
    version: built.version,
    optimize,
    prefix,
    executable,
    venv: environment,
    gdbScript: existsSync(gdbScript) ? gdbScript : null,
    configured: plan.steps[0]?.command ?? [],
    evidence,
    ...judgeEvidence(evidence),
  };
}
