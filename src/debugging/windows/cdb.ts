import type {EngineCall} from '../engines/engine.ts';

/**
 * Calls of cdb, the console form of WinDbg (Microsoft, "CDB Command-Line Options"). It finds PDBs beside their modules
 * and on _NT_SYMBOL_PATH by itself.
 */

/** Lines of the sources in stacks. */
const LINES = '-lines';
const FRAMES = 200;

/** Prints the stacks of all threads of a process, which is only looked at (-pv) and runs on. */
export function cdbStacks(program: string, pid: number): EngineCall {
  return {program, words: ['-pv', '-p', String(pid), LINES, '-c', `~*kP ${FRAMES}; q`]};
}

/** A session with a running process, which is let go at its end (-pd). */
export function cdbAttach(program: string, pid: number): EngineCall {
  return {program, words: ['-pd', '-p', String(pid), LINES]};
}

/** A session with a program. Breakpoints (`bu`) wait until Python has imported the module. */
export function cdbProgram(
  program: string,
  command: readonly string[],
  breakpoints: readonly string[],
): EngineCall {
  const commands = [...breakpoints.map(breakpoint), 'g'];
  return {program, words: [LINES, '-G', '-c', commands.join('; '), ...command]};
}

/** `FILE:LINE` in the accents that the debugger takes for a place in a source, or a function. */
function breakpoint(place: string): string {
  return /^.+:\d+$/.test(place) ? `bu \`${place}\`` : `bu ${place}`;
}
