import {existsSync, rmSync} from 'node:fs';
import {basename, join} from 'node:path';
import * as v from 'valibot';
import {EXIT, UserError} from '../../errors.ts';
import type {InterpreterFacts} from '../../interpreter-build/model.ts';
import type {LoadedModules, TriedPackage} from '../../interpreter-build/proof.ts';
import {argumentMatcher} from '../../toolchains/cpython-build.ts';
import {localBuildTable} from './prepare.ts';
import type {Programs} from './run-program.ts';
import {answerLine, lastLine, runScript} from './run-python.ts';

/** A virtual environment on the new interpreter. */
export interface Environment {
  /** Absolute. */
  readonly folder: string;
  readonly python: string;
  /** Whether pip is in it: ensurepip finds its wheels only where the source or the distribution has them. */
  readonly hasPip: boolean;
}

/** Makes a virtual environment; one of an earlier build is made anew. Throws a UserError where that fails. */
export async function makeEnvironment(
  python: string,
  folder: string,
  programs: Programs,
): Promise<Environment> {
  const env = {PYTHONHOME: null, PYTHONPATH: null};
  const isOurs = existsSync(join(folder, 'pyvenv.cfg'));
  if (existsSync(folder) && !isOurs) {
    const advice = 'name another folder with --venv';
    throw new UserError({what: 'is there, and is no virtual environment', where: folder, advice});
  }
  const make = (...words: readonly string[]) =>
    programs.run([python, '-m', 'venv', '--clear', ...words, folder], {env});
  const whole = await make();
  if (whole.failed) {
    rmSync(folder, {recursive: true, force: true});
    const bare = await make('--without-pip');
    if (bare.failed) {
      throw new UserError({
        what: `the new interpreter makes no virtual environment: ${lastLine(bare.output)}`,
        where: folder,
        exitCode: EXIT.findings,
      });
    }
  }
  const program = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  return {folder, python: join(folder, ...program), hasPip: !whole.failed};
}

const loadSchema = v.object({load: v.record(v.string(), v.string())});

/**
 * Loads the compiled modules of the original (its own files, as the release build made them) into the new interpreter,
 * but for those of CPython's own tests, which reach into its internals. Null where the original has none; a crash is the failure of the module that was being loaded.
 */
export async function loadReleaseModules(
  python: string,
  {extensionModules}: InterpreterFacts,
): Promise<LoadedModules | null> {
  const isTest = argumentMatcher(localBuildTable.testModules);
  const words = Object.entries(extensionModules)
    .filter(([name]) => !isTest(name))
    .map(([name, path]) => `${name}=${path}`);
  if (words.length === 0) return null;
  const outcome = await runScript(python, 'load-modules.py', words);
  const {success, output} = v.safeParse(loadSchema, answerLine(outcome.stdout, 'load'));
  if (!success) {
    const [, name = 'python'] = /loading (\S+)\s*$/.exec(outcome.stdout) ?? [];
    const how = outcome.signal === null ? lastLine(outcome.stderr) : `ends with ${outcome.signal}`;
    return {loaded: 0, failed: [{name, error: how}]};
  }
  const told = Object.entries(output.load);
  return {
    loaded: told.filter(([, error]) => error === '').length,
    failed: told.filter(([, error]) => error !== '').map(([name, error]) => ({name, error})),
  };
}

const trySchema = v.object({
  try: v.record(
    v.string(),
    v.object({version: v.string(), imported: v.array(v.string()), compiled: v.number(), error: v.string()}),
  ),
});

/** Installs release wheels (files, or names that pip fetches) into the environment, and imports what they bring. */
export async function tryPackages(
  wheels: readonly string[],
  {python, hasPip, folder}: Environment,
  programs: Programs,
): Promise<readonly TriedPackage[]> {
  if (wheels.length === 0) return [];
  if (!hasPip) {
    throw new UserError({
      what: 'has no pip to install with: ensurepip found no wheels',
      where: folder,
      advice: 'apt-get install python3-pip-whl python3-setuptools-whl',
    });
  }
  const installed = await programs.run(
    [python, '-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary', ':all:', ...wheels],
    {env: {PYTHONHOME: null, PYTHONPATH: null}},
  );
  if (installed.failed) {
    throw new UserError({
      what: `pip cannot install it: ${lastLine(installed.output)}`,
      where: `--try ${wheels.join(' ')}`,
      advice: 'name a wheel for this Python, or a project that has one',
    });
  }
  const names = wheels.map(projectName);
  const outcome = await runScript(python, 'try-packages.py', names);
  const {success, output} = v.safeParse(trySchema, answerLine(outcome.stdout, 'try'));
  const how = outcome.signal === null ? lastLine(outcome.stderr) : `ends with ${outcome.signal}`;
  return names.map(name => {
    const told = success ? output.try[name] : undefined;
    return {name, ...(told ?? {version: '', imported: [], compiled: 0, error: how})};
  });
}

/** `numpy` of `numpy>=2`, of `dist/numpy-2.4.6-cp311-….whl`. */
function projectName(wheel: string): string {
  const name = wheel.endsWith('.whl') ? (basename(wheel).split('-')[0] ?? '') : wheel;
  return /^[\w.-]+/.exec(name)?.[0].replace(/\.$/, '') ?? name;
}
