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

/** What stdout can show. NO_COLOR and FORCE_COLOR are honoured unless `--color` says otherwise (no-color.org). */
export function terminalOf(choice: ColorChoice, env: NodeJS.ProcessEnv = process.env): Terminal {
  const isTTY = isTerminal('stdout');
  const asked = env['NO_COLOR'] ? false : env['FORCE_COLOR'] ? env['FORCE_COLOR'] !== '0' : null;
  const auto = asked ?? (isTTY && env['TERM'] !== 'dumb');
  return {
    color: choice === 'auto' ? auto : choice === 'always',
    width: (isTTY && process.stdout.columns) || DEFAULT_WIDTH,
  };
}

/** Writes a line to stderr: progress and remarks, never results. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A line of progress on a terminal's stderr, erased by the next; silent in pipes and CI. */
export function progressLine(env: NodeJS.ProcessEnv = process.env): {
  show(text: string): void;
  clear(): void;
} {
  const live = isTerminal('stderr') && !env['CI'];
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\x1b[2K');
    shown = false;
  };
  return {
    show(text) {
      if (!live) return;
      const width = (process.stderr.columns ?? DEFAULT_WIDTH) - 1;
      clear();
      process.stderr.write(styleText('dim', text.slice(0, width)));
      shown = true;
    },
    clear,
  };
}
