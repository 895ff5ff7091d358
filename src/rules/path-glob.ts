/**
 * A test for paths with slashes. `*` stands for any characters but a slash, `?` for one, `**` for any folders,
 * `[ab]` and `[!ab]` for one of a set, `{a,b}` for one of a list. A pattern without a slash is held against the last
 * part of the path only. Node's own `path.matchesGlob` is experimental in Node 20 and prints a warning there.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const body = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '/**');
  const prefix = pattern.includes('/') ? '' : '(?:.*/)?';
  const regex = new RegExp(`^${prefix}${translate(body)}$`, 's');
  return path => regex.test(path);
}

function translate(glob: string): string {
  let regex = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at);
    if (character === '*') {
      let end = at;
      while (glob.charAt(end) === '*') end++;
      const isFolders = end - at >= 2 && (at === 0 || glob.charAt(at - 1) === '/');
      if (isFolders && glob.charAt(end) === '/') {
        regex += '(?:[^/]*/)*';
        end++;
      } else {
        regex += isFolders && end === glob.length ? '.*' : '[^/]*';
      }
      at = end - 1;
    } else if (character === '?') {
      regex += '[^/]';
    } else if (character === '[' && setAt(glob, at) !== null) {
      regex += setAt(glob, at);
      at = glob.indexOf(']', at + 2);
    } else if (character === '{' && glob.includes('}', at)) {
      regex += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      regex += ')';
      depth--;
    } else if (character === ',' && depth > 0) {
      regex += '|';
    } else {
      regex += character.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  return regex + ')'.repeat(depth);
}

/** The regular expression for the set that begins at `start`; null where it is none, such as `[z-a]`: it then means itself. */
function setAt(glob: string, start: number): string | null {
  const end = glob.indexOf(']', start + 2);
  if (end < 0) return null;
  const members = glob.slice(start + 1, end).replaceAll(/[\\[\]^]/g, '\\$&');
  const set = members.startsWith('!') ? `[^${members.slice(1)}]` : `[${members}]`;
  try {
    new RegExp(set);
  } catch {
    return null;
  }
  return `(?!/)${set}`;
}
