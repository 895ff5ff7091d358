import {join, resolve} from 'node:path';
import {UserError} from '../errors.ts';
import {type InterpreterFiles, readInterpreter} from '../python/read-interpreter.ts';
import {parseStatedPython} from '../python/stated-python.ts';
import type {StatedPython} from '../python/target.ts';
import {formatVersion, type PythonVersion} from '../python/version.ts';
import type {CPythonFacts} from '../toolchains/cpython-facts.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {localFiles} from './files.ts';
import {remark} from './terminal.ts';

/** Where an environment or a prefix has its interpreter: POSIX, then venv on Windows, then Windows' own and conda's. */
const INTERPRETERS = ['bin/python', 'bin/python3', 'Scripts/python.exe', 'python.exe'];

const interpreterFiles: InterpreterFiles = {
  openFile: localFiles.openFile,
  exists: path => localFiles.status(path)?.kind === 'file',
  realPath: path => localFiles.realPath(path) ?? resolve(path),
  join,
};

/** Reads the interpreter that `--against` names. */
export function readAgainst(path: string, toolchains: Toolchains): StatedPython {
  return readInterpreter(path, interpreterFiles, toolchains);
}

/**
 * The Python that `--python` names: a version by itself, an interpreter by asking it, a folder by the interpreter in
 * it. Says on stderr where it is newer than those that the tables know. Throws a UserError for a version that nobody
 * has heard of, and for what is no interpreter.
 */
export async function resolvePython(text: string, toolchains: Toolchains): Promise<StatedPython> {
  const stated = parseStatedPython(text);
  if (stated?.version) requireKnown(stated.version, text, toolchains.cpython);
  const python = stated ?? (await askInterpreter(text, toolchains));
  if (python.version) remarkNewer(python.version, toolchains.cpython);
  return python;
}

async function askInterpreter(text: string, toolchains: Toolchains): Promise<StatedPython> {
  const {probeInterpreter} = await import('./probe-interpreter.ts');
  const answer = await probeInterpreter(executableOf(text));
  const read = answer.binary
    ? readInterpreter(answer.binary, interpreterFiles, toolchains, answer.libraryFolder)
    : null;
  return {
    version: answer.version,
    freeThreaded: answer.freeThreaded,
    debug: answer.debug,
    platform: answer.platform,
    interpreter: {
      path: text,
      exports: read?.interpreter?.exports ?? null,
      crt: read?.interpreter?.crt ?? null,
      isStatic: read?.interpreter?.isStatic ?? null,
      extensionSuffixes: answer.suffixes,
    },
  };
}

function executableOf(text: string): string {
  if (localFiles.status(text)?.kind !== 'folder') return text;
  const found = INTERPRETERS.map(place => join(text, place)).find(
    path => localFiles.status(path)?.kind === 'file',
  );
  if (found !== undefined) return found;
  throw new UserError({
    what: 'is a folder without a Python interpreter (bin/python, Scripts\\python.exe)',
    where: `--python ${text}`,
    advice: 'give a virtual environment, an interpreter, or a version such as 3.12',
  });
}

function requireKnown(version: PythonVersion, text: string, {standing, releases}: CPythonFacts): void {
  if (standing(version) !== null) return;
  const ranges = releases.map(({from, to}) => `${formatVersion(from)} to ${formatVersion(to)}`);
  throw new UserError({
    what: `nothing is known of a CPython ${formatVersion(version)}`,
    where: `--python ${text}`,
    advice: `give a version of ${ranges.join(' or ')}, or the path of an interpreter to ask`,
  });
}

function remarkNewer(version: PythonVersion, {standing, newest}: CPythonFacts): void {
  if (standing(version) === 'read') return;
  const [known, asked] = [formatVersion(newest), formatVersion(version)];
  remark(
    `pyxdbg: CPython ${asked} is newer than the last one known here (${known}): which names it exports is unknown, the rest is judged as for ${known}`,
  );
}
