import {EXIT, UserError} from '../errors.ts';
import type {ProjectFacts} from '../project/project-facts.ts';

/** Says why a build that succeeded has no module to show, as far as that can be known. */
export function noModuleMade(
  {languages, hasBuildHooks}: Pick<ProjectFacts, 'languages' | 'hasBuildHooks'>,
  {compiled, where, logFile}: {readonly compiled: number; readonly where: string; readonly logFile: string},
): UserError {
  const sentence = {where, exitCode: EXIT.findings};
  if (compiled > 0) {
    return new UserError({
      ...sentence,
      what: `the build compiled ${compiled === 1 ? 'a file' : `${compiled} files`} and left no module that this Python imports`,
      advice: `see what it did in ${logFile}`,
    });
  }
  if (languages.length === 0 && !hasBuildHooks) {
    return new UserError({
      ...sentence,
      what: 'has nothing to compile: it is pure Python',
      advice: 'pyxdbg builds extension modules; pure Python is debugged as it is, with pdb or debugpy',
    });
  }
  return new UserError({
    ...sentence,
    what: 'the build compiled nothing and made no module: it is pure Python, or compiles only where it is asked to',
    advice: hasBuildHooks
      ? 'hooks that are off are switched on by HATCH_BUILD_HOOKS_ENABLE=1; a setting is passed with -C KEY=VALUE'
      : "look in the project's own documentation for the variable to set, or the setting for -C KEY=VALUE",
  });
}
