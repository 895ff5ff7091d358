import {posix} from 'node:path';

/** Options of Python's command line that take the next word, where no value follows in the same one. */
const TAKES_VALUE = 'WXQ';
/** Options that end Python's own. */
const LAST = 'cm';

/**
 * The option that keeps a Python from being made ready for a crash: `-I` and `-E` ignore PYTHONPATH, `-S` loads no site
 * module (Python's documentation, "Command line and environment"). Null for a Python without one, and for what is none.
 */
export function ignoredEnvironment([program = '', ...words]: readonly string[]): '-I' | '-E' | '-S' | null {
  if (!/^(?:python|pypy)[\d.]*[td]*$/.test(posix.basename(program))) return null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!/^-[^-]/.test(word)) {
      if (word === '--check-hash-based-pycs') at++;
      else if (!word.startsWith('--') || word === '--') return null;
      continue;
    }
    for (const [index, letter] of [...word.slice(1)].entries()) {
      if (letter === 'I' || letter === 'E' || letter === 'S') return `-${letter}`;
      if (LAST.includes(letter)) return null;
      if (!TAKES_VALUE.includes(letter)) continue;
      if (index === word.length - 2) at++;
      break;
    }
  }
  return null;
}
