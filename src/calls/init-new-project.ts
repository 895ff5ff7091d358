import {basename} from 'node:path';
import {UserError} from '../errors.ts';
import type {NewProjectBackend, NewProjectFile, NewProjectKind} from '../project/new-project.ts';
import type {ProjectFacts} from '../project/project-facts.ts';
import type {Questions} from '../system/ask.ts';
import {localFiles} from '../system/files.ts';
import {readProjectTemplate} from '../system/project-templates.ts';

/** What the user said of a new project. */
export interface NewProjectFlags {
  readonly template?: NewProjectKind | undefined;
  readonly backend?: NewProjectBackend | undefined;
  readonly name?: string | undefined;
  readonly patch?: string | undefined;
  readonly yes: boolean;
  readonly 'dry-run': boolean;
}

/** A project to begin. */
export interface NewProject {
  readonly facts: ProjectFacts;
  readonly files: readonly NewProjectFile[];
  readonly notes: readonly string[];
}

/** What may lie in a folder in which a project is to begin. */
const NO_PROJECT_YET = /^\.|^(?:readme|licen[cs]e|copying)(?:\.|$)/i;

/** Whether nothing stands in the way of a new project. */
export function isEmptyFolder(root: string): boolean {
  return localFiles.entryNames(root).every(name => NO_PROJECT_YET.test(name));
}

/** The files of a new project as the user wants it; null where the user went away. Throws a UserError where nobody can be asked. */
export async function newProject(
  root: string,
  flags: NewProjectFlags,
  questions: Questions,
): Promise<NewProject | null> {
  if (flags.patch !== undefined && flags.patch !== 'none') {
    throw new UserError({
      what: 'a new project has no build to patch yet',
      where: `--patch ${flags.patch}`,
      advice: 'begin the project first, then run init again',
    });
  }
  const kind = flags.template ?? (await askKind(root, flags, questions));
  if (kind === null) return null;
  const backend = flags.backend ?? (await askBackend(flags, questions));
  if (backend === null) return null;
  const {newProjectFiles} = await import('../project/new-project.ts');
  const name = flags.name ?? basename(root);
  const all = newProjectFiles(kind, backend, name, readProjectTemplate);
  const isThere = ({path}: NewProjectFile): boolean => localFiles.status(`${root}/${path}`) !== null;
  return {
    facts: factsOf(root, name, backend, all),
    files: all.filter(file => !isThere(file)),
    notes: all.filter(isThere).map(({path}) => `${path} is there already and stays as it is`),
  };
}

async function askKind(
  root: string,
  flags: NewProjectFlags,
  {canAsk, ask}: Questions,
): Promise<NewProjectKind | null> {
  if (canAsk && !flags.yes) {
    process.stdout.write('This folder is empty: a new project begins here.\n');
    return ask('What is the module written in?', ['c', 'c++', 'cython', 'pybind11'], 'c');
  }
  throw new UserError({
    what: 'is empty: there is no project to set up',
    where: root,
    advice: 'begin one with --template c, c++, cython or pybind11',
  });
}

async function askBackend(
  flags: NewProjectFlags,
  {canAsk, ask}: Questions,
): Promise<NewProjectBackend | null> {
  if (!canAsk || flags.yes || flags['dry-run']) return 'setuptools';
  return ask('What shall build it?', ['setuptools', 'meson-python'], 'setuptools');
}

function factsOf(
  folder: string,
  name: string,
  backend: NewProjectBackend,
  files: readonly NewProjectFile[],
): ProjectFacts {
  const paths = files.map(({path}) => path);
  return {
    folder,
    name,
    backend,
    buildBackend: null,
    buildRequires: [],
    requiresPython: null,
    hasSetupPy: paths.includes('setup.py'),
    hasSetupCfg: false,
    hasCLibraries: false,
    hasPyproject: true,
    languages: [],
    bindings: [],
    buildFiles: paths.filter(path => /^(?:pyproject\.toml|setup\.py|meson\.build)$/.test(path)),
  };
}
