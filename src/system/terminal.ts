import {styleText} from 'node:util';
import {isTerminal} from './standard-streams.ts';

/** How the user wants colours. */
export type ColorChoice = 'auto' | 'always' | 'never';

/** What a terminal can show; see {@link terminalOf}. */
export interface Terminal {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}

const DEFAULT_WIDTH = 80;

/** What a stream can show. NO_COLOR and FORCE_COLOR are honoured unless `--color` says otherwise (no-color.org). */
export function terminalOf(
  choice: ColorChoice,
  env: NodeJS.ProcessEnv = process.env,
  stream: 'stdout' | 'stderr' = 'stdout',
): Terminal {
  const isTTY = isTerminal(stream);
  const asked = env['NO_COLOR'] ? false : env['FORCE_COLOR'] ? env['FORCE_COLOR'] !== '0' : null;
  const auto = asked ?? (isTTY && env['TERM'] !== 'dumb');
  return {
    color: choice === 'auto' ? auto : choice === 'always',
    width: (isTTY && process[stream].columns) || DEFAULT_WIDTH,
  };
}

/** Writes a line to stderr: progress and remarks, never results. */
export function remark(text: string): void {
  writeRemarks(`${text}\n`);
}

/** The same for a whole text. Where its reader has gone it is lost, and all else goes on. */
export function writeRemarks(text: string): void {
  if (!process.stderr.listeners('error').includes(forget)) process.stderr.on('error', forget);
  process.stderr.write(text);
}

function forget(): void {}

/**
 * Says on stderr what is waited for, where the work takes longer than `delayMs`: on a terminal until it is done, in
 * pipes and CI as a line that stays.
 */
export async function sayWhileWaiting<T>(text: string, delayMs: number, work: () => Promise<T>): Promise<T> {
  const progress = progressLine();
  const timer = setTimeout(() => {
    if (progress.isLive) progress.show(text);
    else remark(`pyxdbg: ${text}`);
  }, delayMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    progress.clear();
  }
}

/** A line of progress on a terminal's stderr, erased by the next; silent in pipes and CI. */
export function progressLine(env: NodeJS.ProcessEnv = process.env): {
  /** Whether anybody sees it. */
  readonly isLive: boolean;
  show(text: string): void;
  clear(): void;
} {
  const isLive = isTerminal('stderr') && !env['CI'];
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\x1b[2K');
    shown = false;
  };
  return {
    isLive,
    show(text) {
      if (!isLive) return;
      const width = (process.stderr.columns ?? DEFAULT_WIDTH) - 1;
      clear();
      process.stderr.write(styleText('dim', text.slice(0, width)));
      shown = true;
    },
    clear,
  };
}
