import {inQuotes, settable} from '../../symbols/handover/one-line.ts';

/**
 * Text as one word of a command of lldb's. Throws a UserError for what it cannot hold: a line break ends a command, and
 * backquotes are evaluated within quotes, too.
 */
export function inWord(text: string): string {
  return inQuotes(settable(text, 'an lldb command', '`'), /["\\]/g);
}
