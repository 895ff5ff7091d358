import {styleText} from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Marks up text for a terminal; the identity when colours are off. */
export type Style = (format: Format, text: string) => string;

/** The style to write a report with. */
export function makeStyle(color: boolean): Style {
  // The caller has looked at the stream and the environment: Node shall not do so again.
  return color ? (format, text) => styleText(format, text, {validateStream: false}) : (_, text) => text;
}

/**
 * Whether to write colours: what `--color` says, else FORCE_COLOR, else NO_COLOR (no-color.org: any value but the
 * empty one), else whether the stream is a terminal that can show them.
 */
export function wantsColor(
  flag: 'auto' | 'always' | 'never',
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag !== 'auto') return flag === 'always';
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return isTerminal && env['TERM'] !== 'dumb';
}
