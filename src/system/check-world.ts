import {join, resolve} from 'node:path';
import {expandNamed} from '../binary/containers/expand-named.ts';
import {openContainer} from '../binary/containers/open-container.ts';
import {UserError} from '../errors.ts';
import {readInterpreter} from '../python/read-interpreter.ts';
import {parseStatedPython} from '../python/stated-python.ts';
import type {StatedPython} from '../python/target.ts';
import type {ArtefactOpener} from '../rules/check-paths.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {localFiles} from './files.ts';
import {surroundingsOf} from './surroundings.ts';

/** Opens artefacts of this machine's file system. */
export const localOpener: ArtefactOpener = {
  expand(path) {
    if (localFiles.status(path)) return expandNamed(path, localFiles);
    throw new UserError({
      what: 'no such file or folder',
      where: path,
      advice: 'name a binary, a wheel, a folder or an environment',
    });
  },
  open: path => openContainer(path, localFiles),
  environmentOf: surroundingsOf,
};

/** Reads the interpreter that `--against` names. */
export function readAgainst(path: string, toolchains: Toolchains): StatedPython {
  return readInterpreter(path, interpreterFiles, toolchains);
}

/** The Python that `--python` names: a version by itself, an interpreter by asking it. */
export async function resolvePython(text: string, toolchains: Toolchains): Promise<StatedPython> {
  const stated = parseStatedPython(text);
  if (stated) return stated;
  const {probeInterpreter} = await import('./probe-interpreter.ts');
  const answer = await probeInterpreter(text);
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

const interpreterFiles = {
  openFile: localFiles.openFile,
  exists: (path: string) => localFiles.status(path)?.kind === 'file',
  realPath: (path: string) => localFiles.realPath(path) ?? resolve(path),
  join,
};
