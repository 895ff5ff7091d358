import {basename, dirname, relative, resolve} from 'node:path';
import {folderKind} from '../binary/containers/environment-layout.ts';
import {expandNamed, hasLooseBinaries} from '../binary/containers/expand-named.ts';
import {openContainer} from '../binary/containers/open-container.ts';
import {UserError} from '../errors.ts';
import {readEnvironmentLayout} from '../python/environment.ts';
import {type EnvironmentAtHand, environmentAtHand} from '../python/environment-at-hand.ts';
import {findModule, isModuleName} from '../python/find-module.ts';
import {addedByPth} from '../python/search-path.ts';
import type {ArtefactOpener} from '../rules/check-paths.ts';
import {loadToolchains} from '../toolchains/load.ts';
import {settleForManyFiles} from './engine-settings.ts';
import {localFiles} from './files.ts';
import {listedOnce} from './listed-once.ts';
import {surroundingsOf} from './surroundings.ts';
import {readTable} from './table-files.ts';

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
  const found = environment && findModule(name, environment.searchPath, localFiles, environment.python);
  if (found && found.kind !== 'missing') return found.path;
  refuseBuiltIn(name, environment);
  if (!environment || !found) {
    throw new UserError({
      what: 'no such file or folder, and there is no Python environment in which to look for a module of that name',
      where: name,
      advice: 'activate a virtual environment, or name a path',
    });
  }
  throw new UserError({
    what: `no such file or folder; as a module of ${environment.folder}: ${found.problem}`,
    where: name,
    advice: 'check the name, or activate the environment that has it',
  });
}

/** A module that may be a file must have been looked for in a standard library before it is said to have none. */
function refuseBuiltIn(name: string, environment: EnvironmentAtHand | null): void {
  const builtIn = loadToolchains(readTable).cpython.builtIn(name);
  if (builtIn === null || (builtIn === 'often' && !environment?.python)) return;
  throw new UserError({
    what: 'is built into the Python interpreter, and has no file of its own to check',
    where: name,
    advice: 'name an installed extension module, or a path',
  });
}
