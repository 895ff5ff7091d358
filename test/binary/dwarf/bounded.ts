import type {ExecutionContext} from 'ava';
import {UnreadableError} from '../../../src/binary/unreadable.ts';

/**
 * A hostile file is read or refused in less than ten seconds: work that grew with the square of it would take minutes, a
 * loaded machine alone takes seconds.
 */
export function isBounded(t: ExecutionContext, read: () => unknown): void {
  const start = performance.now();
  try {
    read();
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    t.log(error.message);
  }
  const ms = performance.now() - start;
  t.log(`${Math.round(ms)} ms`);
  t.true(ms < 10_000, `${ms} ms`);
}
