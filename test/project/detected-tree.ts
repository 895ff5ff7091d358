import {detectProject} from '../../src/project/detect-project.ts';
import type {ProjectFacts} from '../../src/project/project-facts.ts';
import {localFiles} from '../../src/system/files.ts';
import {type Tree, writeTree} from '../builders/tree.ts';

/** What is found in a project of these files. */
export const detect = (tree: Tree): ProjectFacts => detectProject(writeTree(tree), localFiles);

/** A pyproject.toml of this backend. */
export const buildSystem = (backend: string, requires: readonly string[] = [], more = ''): string =>
  `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "${backend}"\n${more}`;
