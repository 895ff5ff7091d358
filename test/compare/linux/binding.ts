import {execa} from 'execa';
import type {Interpreter} from './interpreters.ts';

const names = async (
  program: string,
  args: readonly string[],
  pattern: RegExp,
): Promise<ReadonlySet<string>> => {
  const {stdout, stderr} = await execa(program, args, {reject: false});
  return new Set([...`${stdout}\n${stderr}`.matchAll(pattern)].flatMap(([, name]) => name ?? []));
};

/**
 * The names of a module that nothing binds in the interpreter, sorted: those that `ldd -r` calls undefined, without
 * those that `nm` finds in the interpreter. Null where a needed library is not found: ldd cannot know its names.
 */
export const unboundNames = async (host: Interpreter, path: string): Promise<readonly string[] | null> => {
  const unfound = await names('ldd', [path], /^\s*(\S+) => not found/gm);
  if (unfound.size > 0) {
    return null;
  }
  const undefinedNames = await names('ldd', ['-r', path], /undefined symbol: (\w+)/g);
  const file = host.shared ? host.library : host.executable;
  const exported = await names('nm', ['-D', '--defined-only', file], /^\S+ [A-Za-z] (\w+)/gm);
  return [...undefinedNames].filter(name => !exported.has(name)).sort();
};

/** What the import of module `speed` from a folder ends with; null when it works. */
export const importError = async (host: Interpreter, folder: string): Promise<string | null> => {
  const code =
    'import sys; sys.path.insert(0, sys.argv[1]); import speed; assert speed.list_of_one(7) == [7]';
  const {exitCode, stderr} = await execa(host.executable, ['-c', code, folder], {
    reject: false,
    timeout: 30_000,
  });
  return exitCode === 0 ? null : (stderr.split('\n').at(-1) ?? '');
};
