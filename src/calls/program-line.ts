import {programWords} from '../debugging/run/program-words.ts';
import {type SplitWords, splitRunWords} from '../debugging/run/split-run-words.ts';
import {UserError} from '../errors.ts';
import {projectPython} from './project-python.ts';

/** Our own failures, apart from the program's statuses (as env, nohup and timeout have it). */
export const OWN_FAILURE = 125;

/** The line of `run` or `debug` where the program begins; `flags` are the command's own. */
export function splitLine(
  line: readonly string[],
  flags: Readonly<Record<string, {readonly type: string; readonly char?: string | undefined}>>,
): SplitWords {
  const all = Object.entries(flags);
  return splitRunWords(line, word => {
    if (word.includes('=')) return false;
    const flag = word.startsWith('--')
      ? all.find(([name]) => name === word.slice(2))?.[1]
      : word.length === 2
        ? all.find(([, {char}]) => char === word.slice(1))?.[1]
        : undefined;
    return flag?.type === 'option';
  });
}

/** The command to start. Throws a UserError where none is named, or no Python is found. */
export function commandOf(
  {program, isCommand}: SplitWords,
  python: string | null,
  ourCommand: string,
): readonly string[] {
  const given = programWords(program, isCommand);
  if (!given) {
    throw new UserError({
      what: 'names no program',
      where: ourCommand,
      advice: `pyxdbg ${ourCommand} app.py, pyxdbg ${ourCommand} -m pytest, or pyxdbg ${ourCommand} -- COMMAND`,
      exitCode: OWN_FAILURE,
    });
  }
  return given.isPython ? [...projectPython(python, OWN_FAILURE), ...given.words] : given.words;
}
