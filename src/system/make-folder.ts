import {mkdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {UserError} from '../errors.ts';
import {describeWriteFailure} from './system-failure.ts';

/**
 * Makes a folder (absolute) with those above it; one that is there is left alone. Throws a UserError where that cannot
 * be, with `advice`. Node's own recursive mkdir never ends below /proc.
 */
export function makeFolder(path: string, advice = 'name a folder that can be written to'): void {
  try {
    makeStepwise(path);
  } catch (cause) {
    throw new UserError({
      what: describeWriteFailure(cause),
      where: path,
      advice,
      cause,
    });
  }
}

function makeStepwise(path: string): void {
  if (statSync(path, {throwIfNoEntry: false})?.isDirectory()) return;
  if (dirname(path) !== path) makeStepwise(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process made it in between.
    if (!statSync(path, {throwIfNoEntry: false})?.isDirectory()) throw error;
  }
}
