import type {BuiltPython, HeaderFolder} from './header-folders.ts';

/** The ends of sentences that say why there is no table for an interpreter, and what to do. */
export function noHeaders(python: BuiltPython, [first]: readonly HeaderFolder[]): string {
  const place = first ? `${first.path}` : `include/python3.${python.minor} beside it`;
  const isOfSystem = first?.path.startsWith('/usr/include/') === true;
  return `its headers are not in ${place}: ${isOfSystem ? installWords(first.path) : 'install them with it'}`;
}

/** A folder that has some of the headers. */
export function incompleteHeaders(folder: string, missing: string): string {
  return `${folder} has no ${missing}: ${
    folder.startsWith('/usr/include/') ? installWords(folder) : 'install all headers of this Python'
  }`;
}

/** The packages that distributions have the headers of their own Python in. */
function installWords(folder: string): string {
  const [, name = 'python3', flags = ''] = /(python3\.\d+)([a-z]*)$/.exec(folder) ?? [];
  return `install ${name}${flags.includes('d') ? '-dbg' : '-dev'} (Debian, Ubuntu) or ${name}-devel (Fedora)`;
}

/** The headers are of another release than the process. */
export function otherHeaders(folder: string, theirs: string): string {
  return `the headers in ${folder} are those of CPython ${theirs}`;
}

export const NO_COMPILER = 'there is no C compiler on PATH (cc, gcc, clang) to make one: install gcc';

/** Headers that a compiler refuses, with the first error that it gives. */
export function uncompiled(folder: string, said: string): string {
  const lines = said.split('\n').filter(line => line.trim() !== '');
  const error = lines.find(line => /\berror:/.test(line)) ?? lines[0] ?? 'it does not say why';
  return `one cannot be made with the headers in ${folder}: ${error.trim()}`;
}
