import {existsSync, lstatSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {dirname, join, relative, resolve, sep} from 'node:path';
import {UserError} from '../../errors.ts';
import {
  CONFIGURE,
  isSourcePart,
  memberProblem,
  sourceVersion,
  VERSION_FILE,
} from '../../interpreter-build/cpython-source.ts';
import {loadExeca} from '../programs.ts';
import {lastLine} from './run-python.ts';

/** A source tree that is in place. */
export interface FoundSource {
  /** Absolute. */
  readonly folder: string;
  readonly version: readonly [number, number, number];
}

const NO_CPYTHON = `is no source of CPython: it has no ${VERSION_FILE} with a version, or no ${CONFIGURE}`;

/** The version of a source tree. Throws a UserError, at `where`, for a folder that is none of CPython. */
export function requireCpythonSource(folder: string, where: string): FoundSource {
  const read = (name: string): string | null => {
    const path = join(folder, name);
    return existsSync(path) && lstatSync(path).isFile() ? readFileSync(path, 'utf8') : null;
  };
  const version = sourceVersion(read(VERSION_FILE) ?? '');
  if (version === null || read(CONFIGURE) === null) {
    const advice = 'name the folder or the tarball that a release of CPython unpacks to';
    throw new UserError({what: NO_CPYTHON, where, advice});
  }
  return {folder, version};
}

/** Copies a user's source (absolute) without what was built in it; it is never built where it stands. */
export async function copySource(from: string, to: string): Promise<FoundSource> {
  requireCpythonSource(from, `--source ${from}`);
  if (`${to}${sep}`.startsWith(`${from}${sep}`)) {
    throw new UserError({
      what: 'stands in the source that is to be built',
      where: `--prefix ${dirname(dirname(to))}`,
      advice: `name a folder outside of ${from}`,
    });
  }
  await cp(from, to, {
    recursive: true,
    // Else make takes files that were generated for older than what they were generated from.
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: path => path === from || isSourcePart(relative(from, path).split(sep).join('/')),
  });
  return requireCpythonSource(to, `--source ${from}`);
}

/**
 * Unpacks a tarball with the system's tar, into a folder of its own. Members that lead elsewhere are refused before, and
 * links that do afterwards; GNU tar and bsdtar never write through either. Throws a UserError.
 */
export async function unpackTarball(tarball: string, to: string): Promise<FoundSource> {
  const execa = await loadExeca();
  const tar = async (...words: readonly string[]): Promise<string> => {
    const {failed, stdout, stderr, code, shortMessage} = await execa('tar', words, {
      reject: false,
      stdin: 'ignore',
      maxBuffer: 100_000_000,
    });
    if (code === 'ENOENT') {
      const advice = 'install tar, or unpack it yourself and name the folder with --source';
      throw new UserError({what: 'there is no tar on PATH to unpack it with', where: tarball, advice});
    }
    if (failed) {
      throw new UserError({
        what: `cannot be unpacked: ${lastLine(stderr) || shortMessage}`,
        where: tarball,
        advice: 'name a tarball of CPython (.tar.xz, .tgz), with the program that unpacks it installed',
      });
    }
    return stdout;
  };
  const names = (await tar('-tf', tarball)).split('\n').filter(Boolean);
  for (const name of names) refuseMember(memberProblem(name), name, tarball);
  await tar('-xf', tarball, '-C', to, '--no-same-owner');
  for (const {path, target} of linksBelow(to)) {
    const inside = relative(to, resolve(dirname(path), target));
    const leaves = inside.startsWith('..') || inside === resolve(inside);
    refuseMember(leaves ? 'leads out of the archive' : null, relative(to, path), tarball);
  }
  const [only, ...others] = readdirSync(to);
  const isOne = only !== undefined && others.length === 0 && lstatSync(join(to, only)).isDirectory();
  return requireCpythonSource(isOne ? join(to, only) : to, tarball);
}

function refuseMember(problem: string | null, name: string, tarball: string): void {
  if (problem === null) return;
  throw new UserError({
    what: `has a member that ${problem}: ${JSON.stringify(name.slice(0, 200))}`,
    where: tarball,
    advice: 'fetch it again from where releases of CPython are published',
  });
}

function linksBelow(folder: string): readonly {readonly path: string; readonly target: string}[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isSymbolicLink())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({path, target: readlinkSync(path)}));
}
