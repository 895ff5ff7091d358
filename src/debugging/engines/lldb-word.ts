/** Text as one word of a command of lldb's, as its own parser takes it. */
export function inWord(text: string): string {
  return `"${text.replaceAll(/(["\\`])/g, '\\$1')}"`;
}
