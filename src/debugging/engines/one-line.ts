import {settable} from '../../symbols/handover/one-line.ts';

/**
 * Commands as debuggers take them, one a line. Throws a UserError for one with a line break: paths in them come from
 * processes, cores and archives, and what follows the break would be a command of theirs.
 */
export function oneLineEach(name: string, commands: readonly string[]): readonly string[] {
  for (const command of commands) settable(command, `a command of ${name}`);
  return commands;
}
