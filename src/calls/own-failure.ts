import {EXIT, UserError} from '../errors.ts';
import {OWN_FAILURE} from './program-line.ts';
import {inOurWords} from './wrong-words.ts';

/** A wrong call of `run` or `debug`, with a status of its own: 2 is what many programs end with themselves. */
export function asOwnFailure(error: unknown, command: string): unknown {
  const told = inOurWords(error, command);
  if (!(told instanceof UserError) || told.exitCode !== EXIT.usage) return told;
  const {what, where, advice, cause} = told;
  return new UserError({
    what,
    ...(where === undefined ? {} : {where}),
    ...(advice === undefined ? {} : {advice}),
    exitCode: OWN_FAILURE,
    cause,
  });
}
