/**
 * Splits a command line as CommandLineToArgvW and Microsoft's C runtime do behind the program name: backslashes are
 * themselves but before a quotation mark, where two are one and an odd one makes the mark a letter; two marks within
 * quotes are one mark (learn.microsoft.com, "Parsing C command-line arguments").
 */
export function splitWindowsCommandLine(line: string): readonly string[] {
  const args: string[] = [];
  let at = 0;
  while (at < line.length) {
    while (isBlank(line[at])) at++;
    if (at >= line.length) break;
    let arg = '';
    let isQuoted = false;
    while (at < line.length && (isQuoted || !isBlank(line[at]))) {
      const slashes = countBackslashes(line, at);
      at += slashes;
      if (line[at] !== '"') {
        arg += '\\'.repeat(slashes);
        if (slashes === 0) arg += line[at++];
        continue;
      }
      arg += '\\'.repeat(Math.floor(slashes / 2));
      at++;
      if (slashes % 2 === 1) {
        arg += '"';
      } else if (isQuoted && line[at] === '"') {
        arg += '"';
        at++;
      } else {
        isQuoted = !isQuoted;
      }
    }
    args.push(arg);
  }
  return args;
}

/**
 * Splits what clang and rustc record: every argument in quotation marks, in which a backslash stands before a mark, a
 * backslash or a dollar sign (LLVM, `sys::printArg` with Quote).
 */
export function splitQuotedArguments(line: string): readonly string[] {
  const args: string[] = [];
  let at = line.indexOf('"') + 1;
  while (at > 0) {
    let arg = '';
    for (; at < line.length && line[at] !== '"'; at++) {
      if (line[at] === '\\') at++;
      arg += line[at] ?? '';
    }
    args.push(arg);
    at = line.indexOf('"', at + 1) + 1;
  }
  return args;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

function countBackslashes(line: string, start: number): number {
  let end = start;
  while (line[end] === '\\') end++;
  return end - start;
}
