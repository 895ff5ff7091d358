import {splitLine} from './program-line.ts';

/** The options of commands whose line ends in a program with options of its own. */
const FLAGS = {
  debug: async () => (await import('./debug-flags.ts')).debugFlags,
  run: async () => (await import('./run-flags.ts')).runFlags,
};

/** Whether the words behind a command's own are those of a program that it starts. */
export function startsProgram(command: string): command is keyof typeof FLAGS {
  return Object.hasOwn(FLAGS, command);
}

/** How many words of such a command's line are pyxdbg's own: those before the program. */
export async function ownWordCount(command: keyof typeof FLAGS, words: readonly string[]): Promise<number> {
  return splitLine(words, await FLAGS[command]()).own.length;
}
