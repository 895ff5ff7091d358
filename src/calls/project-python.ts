import {interpreterCandidates} from '../build/choose-interpreter.ts';
import {UserError} from '../errors.ts';
import {localFiles} from '../system/files.ts';
import {homeFolder} from '../system/home-folder.ts';

/**
 * The command of the project's Python, as `build` chooses it, without asking it anything: starting it twice takes time.
 * Throws a UserError with `exitCode` where there is none.
 */
export function projectPython(stated: string | null, exitCode: number): readonly string[] {
  const [first] = interpreterCandidates({
    stated,
    project: process.cwd(),
    cwd: process.cwd(),
    home: homeFolder(),
    isWindows: process.platform === 'win32',
    variables: process.env,
    files: localFiles,
  });
  if (first) return first.command;
  throw new UserError({
    what: stated === null ? 'no Python is found' : 'there is no such Python',
    ...(stated === null ? {} : {where: `--python ${stated}`}),
    advice: 'name one with --python: a path, or a version such as 3.12',
    exitCode,
  });
}
