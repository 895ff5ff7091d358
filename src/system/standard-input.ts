import {readFileSync} from 'node:fs';
import {UserError} from '../errors.ts';
import {describeFailure} from './system-failure.ts';

/**
 * The paths on standard input: those between NUL characters as they are (`find -print0`); without any NUL the lines,
 * without surrounding blanks. Empty ones are left out. Throws a UserError where it cannot be read.
 */
export function inputPaths(): readonly string[] {
  const text = readInput();
  const paths = text.includes('\0') ? text.split('\0') : text.split('\n').map(line => line.trim());
  return paths.filter(path => path !== '');
}

function readInput(): string {
  try {
    return readFileSync(0, 'utf8');
  } catch (cause) {
    throw new UserError({
      what: describeFailure(cause),
      where: 'standard input',
      advice: 'pipe the paths into it, as in `find . -name "*.pyd" | pyxdbg check-abi -`',
      cause,
    });
  }
}
