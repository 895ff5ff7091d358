import {UserError} from '../../errors.ts';

/**
 * A path that can stand in a debugger's settings. Throws a UserError for one with a line break or another control
 * character, which would end the command, and for one with a character that the setting gives a meaning of its own and
 * has no way to quote.
 */
export function settable(path: string, setting: string, reserved = ''): string {
  const control = /[\x00-\x1f\x7f]/.test(path);
  const found = [...reserved].find(character => path.includes(character));
  if (!control && found === undefined) return path;
  throw new UserError({
    what: `${setting} cannot hold a path with ${control ? 'a control character' : `\`${found}\``}`,
    where: JSON.stringify(path),
    advice: 'use a folder or file with another name',
  });
}

/** In double quotes, with a backslash before each of these characters. */
export function inQuotes(text: string, escaped: RegExp): string {
  return `"${text.replaceAll(escaped, '\\$&')}"`;
}
