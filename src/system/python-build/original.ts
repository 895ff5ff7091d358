import {basename} from 'node:path';
import {parseWantedPython} from '../../build/wanted-python.ts';
import {UserError} from '../../errors.ts';
import type {InterpreterFacts, SourceChoice} from '../../interpreter-build/model.ts';
import {interpreterForBuild} from '../build-probe.ts';
import {hasProgram} from './at-hand.ts';
import {interpreterFacts} from './facts.ts';

/** Where Debian and its descendants put each version of Python (Debian Python Policy, "Versions"). */
const SYSTEM_FOLDER = '/usr/bin';

/**
 * The interpreter that is built again: the one that `--python` names, else the one that the source belongs to. Throws a
 * UserError for one that cannot be built again with its ABI.
 */
export async function originalInterpreter(
  stated: string | null,
  choice: SourceChoice,
  sourceVersion: readonly [number, number, number] | null,
): Promise<InterpreterFacts> {
  const facts = await interpreterFacts(await executableOf(stated, choice, sourceVersion));
  requireRebuildable(facts);
  if (choice.kind === 'apt' && choice.wanted !== null) requireWanted(facts, choice.wanted);
  return facts;
}

async function executableOf(
  stated: string | null,
  choice: SourceChoice,
  sourceVersion: readonly [number, number, number] | null,
): Promise<string> {
  const wanted = choice.kind === 'apt' && choice.wanted !== null ? parseWantedPython(choice.wanted) : null;
  if (stated === null && wanted) {
    const path = `${SYSTEM_FOLDER}/python${wanted.version.join('.')}${wanted.freeThreaded ? 't' : ''}`;
    if (hasProgram(path)) return path;
    throw new UserError({
      what: `no package of this system has installed ${basename(path)}`,
      where: wanted.text,
      advice: `apt-get install ${basename(path)}, or name a tarball of its source`,
    });
  }
  const version = sourceVersion ? sourceVersion.slice(0, 2).join('.') : null;
  try {
    const {executable} = await interpreterForBuild(stated ?? version, process.cwd());
    return executable;
  } catch (error) {
    if (!(error instanceof UserError) || stated !== null || version === null) throw error;
    throw new UserError({
      what: `no Python ${version} is found to take the configuration from, and to compare with`,
      where: choice.kind === 'apt' ? 'source' : choice.path,
      advice: 'name one with --python',
      cause: error,
    });
  }
}

/** Throws a UserError for an interpreter that is none of CPython, or no release build. */
export function requireRebuildable({
  executable,
  implementation,
  debug,
  abi,
  configArgs,
}: InterpreterFacts): void {
  const advice = 'name a release build of CPython with --python';
  if (implementation !== 'cpython') {
    throw new UserError({
      what: `is ${implementation}, and only CPython can be built`,
      where: executable,
      advice,
    });
  }
  if (debug || abi['Py_DEBUG'] === '1' || /--with-pydebug(?!=no)/.test(configArgs)) {
    const what = 'is built --with-pydebug, which is another ABI: no release wheel runs in it';
    throw new UserError({what, where: executable, advice});
  }
}

function requireWanted({executable, version, freeThreaded}: InterpreterFacts, text: string): void {
  const wanted = parseWantedPython(text);
  if (!wanted) return;
  const [major, minor, micro] = version;
  const isWanted =
    major === wanted.version[0] &&
    minor === wanted.version[1] &&
    (wanted.patch === null || wanted.patch === micro) &&
    freeThreaded === wanted.freeThreaded &&
    !wanted.debug;
  if (isWanted) return;
  throw new UserError({
    what: `is Python ${version.join('.')}${freeThreaded ? 't' : ''}, and ${text} is asked for`,
    where: executable,
    advice: wanted.debug
      ? 'leave the d out: a debug ABI is not what is built here'
      : 'name a tarball of that version, or leave the version out',
  });
}
