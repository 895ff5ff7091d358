import type {Interface} from 'node:readline';
import {isTerminal} from './standard-streams.ts';

/** Questions to whoever sits at the terminal. */
export interface Questions {
  /** Whether somebody is there to answer: both streams are terminals. */
  readonly canAsk: boolean;
  /**
   * Asks for one of several words; an empty line is the default, the beginning of a word is enough, and anything else
   * is asked again. Null where the input ended (Ctrl-D) or was interrupted.
   */
  ask<T extends string>(question: string, choices: readonly T[], usual: T): Promise<T | null>;
  /** Gives the terminal back. */
  close(): void;
}

/** Questions by lines on standard input and output; nothing is touched before the first one. */
export function terminalQuestions(): Questions {
  // What is typed ahead of a question waits here.
  const typed: string[] = [];
  let waiting: ((line: string | null) => void) | null = null;
  let lines: Interface | null = null;
  let ended = false;

  const open = async (): Promise<void> => {
    const {createInterface} = await import('node:readline');
    lines = createInterface({input: process.stdin, output: process.stdout});
    lines.on('line', line => {
      if (waiting) waiting(line);
      else typed.push(line);
    });
    lines.once('SIGINT', () => lines?.close());
    lines.once('close', () => {
      ended = true;
      waiting?.(null);
    });
  };
  const nextLine = (prompt: string): Promise<string | null> => {
    lines?.setPrompt(prompt);
    if (!ended) lines?.prompt();
    const [line] = typed.splice(0, 1);
    if (line !== undefined || ended) return Promise.resolve(line ?? null);
    return new Promise(resolve => {
      waiting = answer => {
        waiting = null;
        resolve(answer);
      };
    });
  };
  return {
    canAsk: process.stdin.isTTY === true && isTerminal('stdout'),
    async ask(question, choices, usual) {
      if (!lines) await open();
      const shown = choices.map(each => (each === usual ? each.toUpperCase() : each)).join('/');
      for (;;) {
        const line = await nextLine(`${question} [${shown}] `);
        if (line === null) {
          process.stdout.write('\n');
          return null;
        }
        const chosen = chosenBy(line, choices, usual);
        if (chosen !== null) return chosen;
      }
    },
    close: () => lines?.close(),
  };
}

function chosenBy<T extends string>(line: string, choices: readonly T[], usual: T): T | null {
  const word = line.trim().toLowerCase();
  if (word === '') return usual;
  const fitting = choices.filter(each => each.startsWith(word));
  return choices.find(each => each === word) ?? (fitting.length === 1 ? (fitting[0] ?? null) : null);
}
