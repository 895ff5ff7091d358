import {readFileSync} from 'node:fs';

/** The lines of standard input that are not empty, without surrounding blanks; NUL ends a line too (`find -print0`). */
export function inputLines(): readonly string[] {
  return readFileSync(0, 'utf8')
    .split(/[\n\0]/)
    .map(line => line.trim())
    .filter(line => line !== '');
}
