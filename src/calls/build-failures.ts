import {basename} from 'node:path';
import type {BuildRequest} from '../build/model.ts';
import {noModuleMade} from '../build/nothing-built.ts';
import {sourcesOf} from '../build/recorded-calls.ts';
import {requirementsUsed} from '../build/requirements.ts';
import {EXIT, UserError} from '../errors.ts';
import {type BuildOutcome, shownPath} from '../system/build-run.ts';

/** What GNU ld and lld say. */
const RUNTIME_MISSING =
  /(?:cannot find|cannot open|unable to find library) .*(?:libclang_rt\.|-l(?:a|ub|t)san|lib(?:a|ub|t)san)/;

/** Throws a UserError for a build that failed, or that went on without what it could not compile. */
export function requireBuilt({project, interpreter, sanitize}: BuildRequest, outcome: BuildOutcome): void {
  const {givenUp, steps, logFile, calls} = outcome;
  const printed = `all that ${givenUp.length > 0 ? 'the build' : 'it'} printed stands in ${shownPath(logFile)}`;
  if (givenUp.length > 0) {
    throw new UserError({
      what: 'could not be compiled, and the project goes on without it: its modules are missing, or older than their sources',
      where: givenUp.map(source => shownPath(source)).join(', '),
      advice: printed,
      exitCode: EXIT.findings,
    });
  }
  if (steps.failed === null) return;
  if (sanitize.length > 0 && RUNTIME_MISSING.test(steps.output)) {
    throw new UserError({
      what: `the runtime of --sanitize ${sanitize.join(',')} is not installed for this compiler`,
      where: shownPath(project.folder),
      advice:
        'install it (Debian: libclang-rt-VERSION-dev for clang, libasan and libubsan come with gcc), or build with another compiler (CC=gcc)',
      exitCode: EXIT.findings,
    });
  }
  // Before the first compiler it is the backend itself that fails, and often because it is old.
  const used = calls.length > 0 ? [] : requirementsUsed(project.buildRequires, interpreter);
  const age = `; it used ${used.join(', ')} of this environment, where a build by pip takes the newest that fit (${interpreter.executable} -m pip install -U ${used.map(one => one.split(' ')[0]).join(' ')})`;
  throw new UserError({
    what: `the build failed in "${steps.failed.title}"${steps.exitCode === null ? '' : ` with exit status ${steps.exitCode}`}`,
    where: shownPath(project.folder),
    advice: `${printed}${used.length === 0 ? '' : age}`,
    exitCode: EXIT.findings,
  });
}

/** The failure of a build that left nothing to prove. */
export function nothingBuilt({project}: BuildRequest, {calls, compiled, logFile}: BuildOutcome): UserError {
  return noModuleMade(project, {
    compiled: Math.max(compiled, calls.flatMap(sourcesOf).length),
    where: project.name ?? basename(project.folder),
    logFile: shownPath(logFile),
  });
}

/** As a shell of either system takes it: requirements hold blanks, quotes, `<` and `>`. */
function shellWord(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

/** Requirements that are not there, with the command that installs them. */
export function missingRequirements(
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
