import {tmpdir} from 'node:os';
import {EXIT, UserError} from '../errors.ts';
import {wrapSentence} from '../report/wrap.ts';
import {version} from '../version.ts';
import {isTerminal} from './standard-streams.ts';
import {describeWriteFailure} from './system-failure.ts';
import {terminalOf} from './terminal.ts';

/** How oclif marks its own errors: a wrong call. */
interface CliError extends Error {
  readonly oclif: {readonly exit?: number};
}

/** Prints a failure as one sentence on stderr and sets the exit status; a stack trace is never shown unasked. */
export function endWith(error: unknown): void {
  // `pyxdbg ... | head`: the reader has all it wanted, and the exit status stands.
  if (isBrokenPipe(error)) return;
  const known = error instanceof UserError ? error : failureOfSurroundings(error);
  if (known !== null) {
    process.stderr.write(sentence(known.message));
    process.exitCode = known.exitCode;
    return;
  }
  if (isCliError(error)) {
    // `this.exit(0)` after --help carries no message of its own.
    if (error.oclif.exit !== EXIT.clean) process.stderr.write(sentence(firstLines(error.message)));
    process.exitCode = error.oclif.exit ?? EXIT.usage;
    return;
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.stderr.write(
    `pyxdbg: this is a bug in pyxdbg (${detail}); please report it with this line: pyxdbg ${version}, node ${process.version}, ${process.platform} ${process.arch}\n`,
  );
  if (process.env['PYXDBG_STACK'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = EXIT.bug;
}

/** What any command meets where a user's surroundings are not as a system promises them; null for anything else. */
function failureOfSurroundings(error: unknown): UserError | null {
  if (!(error instanceof Error && 'syscall' in error)) return null;
  if (error.syscall === 'uv_cwd' || error.syscall === 'process.cwd') {
    return new UserError({what: 'the current folder is no longer there', advice: 'change to another one'});
  }
  if (error.syscall === 'mkdtemp') {
    return new UserError({
      what: `no temporary folder can be made: ${describeWriteFailure(error)}`,
      where: tmpdir(),
      advice: 'set TMPDIR to a folder that can be written to',
    });
  }
  return null;
}

/** Broken at blanks on a terminal; one line elsewhere, where programs read it. */
function sentence(message: string): string {
  const text = `pyxdbg: ${message}`;
  return `${isTerminal('stderr') ? wrapSentence(text, terminalOf('never', process.env, 'stderr').width).join('\n') : text}\n`;
}

/** oclif ends its messages with a hint on --help of its own; ANSI codes and blank lines go. */
function firstLines(message: string): string {
  return message
    .replaceAll(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .join('; ');
}

/** Whether oclif threw it: a wrong call, or the end of one that only asked for help. */
export function isCliError(error: unknown): error is CliError {
  return (
    error instanceof Error && 'oclif' in error && typeof error.oclif === 'object' && error.oclif !== null
  );
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
