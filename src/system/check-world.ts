import {basename, dirname, join, relative, resolve} from 'node:path';
import {folderKind} from '../binary/containers/environment-layout.ts';
import {expandNamed, hasLooseBinaries} from '../binary/containers/expand-named.ts';
import {openContainer} from '../binary/containers/open-container.ts';
import {UserError} from '../errors.ts';
import {readEnvironmentLayout} from '../python/environment.ts';
import {environmentAtHand} from '../python/environment-at-hand.ts';
import {findModule, isModuleName} from '../python/find-module.ts';
import {readInterpreter} from '../python/read-interpreter.ts';
import {addedByPth} from '../python/search-path.ts';
import {parseStatedPython} from '../python/stated-python.ts';
import type {StatedPython} from '../python/target.ts';
import type {ArtefactOpener} from '../rules/check-paths.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {settleForManyFiles} from './engine-settings.ts';
import {localFiles} from './files.ts';
import {listedOnce} from './listed-once.ts';
import {surroundingsOf} from './surroundings.ts';

const filesOfCheck = listedOnce(localFiles);

/** Opens artefacts of this machine's file system. */
export const localOpener: ArtefactOpener = {
  expand(path) {
    if (localFiles.status(path)) return [...expandNamed(path, filesOfCheck), ...editableProjects(path)];
    const problem = nameProblem(path);
    if (problem)
      throw new UserError({
        what: problem,
        where: path,
        advice: 'name the file itself, by a name that can be typed',
      });
    if (isModuleName(path)) return [locateModule(path)];
    throw new UserError({
      what: 'no such file or folder',
      where: path,
      advice: 'name a binary, a wheel, a folder, an environment or an installed module',
    });
  },
  async open(path) {
    const container = await openContainer(path, filesOfCheck);
    if (container.kind !== 'file') settleForManyFiles();
    return container;
  },
  environmentOf: surroundingsOf,
};

/** The source folders of projects that are installed in an environment as editable, where they hold binaries. */
function editableProjects(path: string): readonly string[] {
  if (localFiles.status(path)?.kind !== 'folder' || folderKind(path, localFiles) !== 'environment') return [];
  const {sitePackages} = readEnvironmentLayout(path, localFiles);
  const folders = sitePackages.flatMap(packages => addedByPth(packages, localFiles));
  const outside = [...new Set(folders)].filter(folder => relative(resolve(path), folder).startsWith('..'));
  return outside.filter(folder => hasLooseBinaries(folder, localFiles));
}

/** Why a name that stands for something in its folder leads nowhere; null where nothing is there. */
function nameProblem(path: string): string | null {
  if (path.includes('\uFFFD')) return 'is no name in UTF-8, and cannot be opened by it';
  const names = localFiles.entryNames(dirname(path));
  return names.includes(basename(path)) ? 'is a link that leads nowhere' : null;
}

/** The file or package folder of a module in the environment at hand; it is looked up by file names, never imported. */
function locateModule(name: string): string {
  const environment = environmentAtHand(process.env, process.cwd(), localFiles);
  if (!environment) {
    throw new UserError({
      what: 'no such file or folder, and there is no Python environment in which to look for a module of that name',
      where: name,
      advice: 'activate a virtual environment, or name a path',
    });
  }
  const found = findModule(name, environment.searchPath, localFiles, environment.python);
  if (found.kind !== 'missing') return found.path;
  throw new UserError({
    what: `no such file or folder; as a module of ${environment.folder}: ${found.problem}`,
    where: name,
    advice: 'check the name, or activate the environment that has it',
  });
}

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
