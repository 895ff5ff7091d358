/** A part of a dotted TOML key, and what follows it. */
const KEY_PART = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*([.=\]]?)/y;

/**
 * The line of a key in a TOML document, counted from 1; of the innermost table that names it where it stands in an
 * inline table; 1 where neither is found. smol-toml keeps no positions. Text inside multi-line strings is passed over.
 */
export function tomlLine(text: string, path: readonly string[]): number {
  let table: readonly string[] = [];
  let openString: string | null = null;
  let best = {line: 1, depth: 0};
  for (const [index, line] of text.split('\n').entries()) {
    const wasInside = openString !== null;
    openString = stringAfter(line, openString);
    if (wasInside) continue;

    const header = /^\s*\[\[?/.exec(line)?.[0];
    const key = dottedKey(line, header?.length ?? 0, header === undefined ? '=' : ']');
    if (key === null) continue;
    if (header !== undefined) table = key;
    const full = header === undefined ? [...table, ...key] : key;
    // An exact or an enclosing key: `pyxdbg` where `select` stands in `pyxdbg = {select = []}`.
    const matches = full.length <= path.length && full.every((part, depth) => part === path[depth]);
    if (matches && full.length > best.depth) best = {line: index + 1, depth: full.length};
  }
  return best.line;
}

/** The first line from `from` on (counted from 1) that holds the quoted text; `from` where none does. */
export function tomlValueLine(text: string, from: number, value: string): number {
  const quoted = [JSON.stringify(value), `'${value}'`];
  const offset = text
    .split('\n')
    .slice(from - 1)
    .findIndex(line => quoted.some(each => line.includes(each)));
  return offset < 0 ? from : from + offset;
}

function dottedKey(line: string, start: number, end: '=' | ']'): string[] | null {
  const parts: string[] = [];
  KEY_PART.lastIndex = start;
  for (;;) {
    const match = KEY_PART.exec(line);
    if (!match) return null;
    const [, basic, literal, bare, after] = match;
    parts.push(basic === undefined ? (literal ?? bare ?? '') : readBasicString(basic));
    if (after === end) return parts;
    if (after !== '.') return null;
  }
}

function readBasicString(basic: string): string {
  try {
    return String(JSON.parse(`"${basic}"`));
  } catch {
    return basic;
  }
}

/** The delimiter of the multi-line string that is open at the end of the line, or null. */
function stringAfter(line: string, open: string | null): string | null {
  let current = open;
  for (const [token] of line.matchAll(/\\.|"""|'''|"(?:[^"\\]|\\.)*"|'[^']*'|#/g)) {
    if (current !== null) {
      if (token.endsWith(current)) current = null;
    } else if (token === '#') {
      return null;
    } else if (token === '"""' || token === "'''") {
      current = token;
    }
  }
  return current;
}
