import type {BuildInterpreter} from '../build/model.ts';
import {UserError} from '../errors.ts';
import {loadExeca} from './programs.ts';

/** The command that installs into an interpreter's environment: its own pip, else uv. Null where there is neither. */
export async function installerOf({
  executable,
  installed,
}: BuildInterpreter): Promise<readonly string[] | null> {
  if ('pip' in installed) return [executable, '-m', 'pip'];
  const execa = await loadExeca();
  const uv = await execa('uv', ['--version'], {reject: false, stdin: 'ignore'});
  // uv takes the interpreter behind the subcommand: `uv pip install --python EXE`.
  return uv.failed ? null : ['uv', 'pip'];
}

/** Installs requirements into the environment, as the user asked. Throws a UserError where that fails. */
export async function installRequirements(
  missing: readonly string[],
  installer: readonly string[] | null,
  {executable}: BuildInterpreter,
): Promise<void> {
  if (installer === null) {
    throw new UserError({
      what: 'has neither pip nor uv, so that nothing can be installed',
      where: executable,
      advice: `run ${executable} -m ensurepip, or install ${missing.join(', ')} by other means`,
    });
  }
  const [program = '', ...rest] = installer;
  const execa = await loadExeca();
  const target = program === 'uv' ? ['--python', executable] : [];
  const result = await execa(program, [...rest, 'install', ...target, ...missing], {
    reject: false,
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: process.stderr,
  });
  if (result.failed) {
    throw new UserError({what: `could not install ${missing.join(', ')}`, advice: 'see the message above'});
  }
}
