import {UserError} from '../errors.ts';

/** The number of a process, as `--pid` or, by `where`, an argument names it. Throws a UserError for anything else. */
export function parsePid(text: string, where = `--pid ${text}`): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UserError({
    what: 'is no process number',
    where,
    advice: 'name a running process by its number, as ps shows it',
  });
}
