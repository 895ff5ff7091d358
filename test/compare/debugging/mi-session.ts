import {spawn} from 'node:child_process';
import type {LaunchEntry} from '../../../src/debugging/launch/model.ts';
import type {Breakpoint} from './dap-session.ts';

/** What gdb says of the stop, in its machine interface. */
export interface MiStop {
  readonly stopped: string;
  readonly variables: string;
  /** Answers of the setup commands that were errors. */
  readonly refused: readonly string[];
  readonly console: string;
}

/**
 * Runs a cppdbg configuration with gdb as the C/C++ extension does (microsoft/MIEngine): each setup command as it is
 * where it begins with a dash, else through `-interpreter-exec console`, then the program, breakpoints that may be
 * pending, `-exec-run`. `console` holds what a last command says.
 */
export async function runByMi(
  gdb: string,
  entry: LaunchEntry,
  {file, line}: Breakpoint,
  last: string,
): Promise<MiStop> {
  const child = spawn(gdb, ['--interpreter=mi', '-nx', '-q'], {stdio: ['pipe', 'pipe', 'ignore']});
  const lines: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  let token = 0;
  const until = async (fits: (text: string) => boolean): Promise<string> => {
    const end = Date.now() + 60_000;
    for (;;) {
      const found = lines.find(fits);
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`gdb does not answer: ${lines.slice(-8).join('\n')}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const send = (command: string): Promise<string> => {
    const own = ++token;
    child.stdin.write(`${own}${command}\n`);
    return until(text => text.startsWith(`${own}^`));
  };
  try {
    const refused: string[] = [];
    for (const {text} of listOf(entry['setupCommands'])) {
      const command = String(text);
      const answer = await send(
        command.startsWith('-') ? command : `-interpreter-exec console ${quoted(command)}`,
      );
      if (answer.includes('^error')) refused.push(answer);
    }
    await send(`-file-exec-and-symbols ${quoted(String(entry['program']))}`);
    await send(`-environment-cd ${quoted(String(entry['cwd']))}`);
    for (const {name, value} of listOf(entry['environment'])) {
      await send(`-interpreter-exec console ${quoted(`set env ${String(name)}=${String(value)}`)}`);
    }
    // gdb hands the words to a shell.
    const words = Array.isArray(entry['args']) ? entry['args'].map(String) : [];
    await send(`-exec-arguments ${words.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')}`);
    await send(`-break-insert -f ${quoted(`"${file}":${line}`)}`);
    await send('-exec-run');
    const stopped = await until(text => text.startsWith('*stopped'));
    const variables = await send('-stack-list-variables --simple-values');
    const from = lines.length;
    await send(`-interpreter-exec console ${quoted(last)}`);
    return {stopped, variables, refused, console: lines.slice(from).join('\n')};
  } finally {
    child.kill('SIGKILL');
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : [];
}
