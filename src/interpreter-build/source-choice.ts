import {parseWantedPython} from '../build/wanted-python.ts';
import {UserError} from '../errors.ts';
import type {SourceChoice} from './model.ts';

/** What the user wrote about the source. */
export interface SourceWords {
  /** VERSION or TARBALL. */
  readonly argument: string | undefined;
  readonly folder: string | undefined;
  readonly fromApt: boolean;
}

const WAYS = 'name one: a version such as 3.11 or --from-apt, a tarball, or --source DIR';

/**
 * Which source is meant; `kindOf` tells what is at a path. Throws a UserError for two at once, and for a word that is
 * neither a version nor a tarball.
 */
export function chooseSource(
  {argument, folder, fromApt}: SourceWords,
  kindOf: (path: string) => 'file' | 'folder' | null,
): SourceChoice {
  const isVersion = argument !== undefined && parseWantedPython(argument) !== null;
  if (folder !== undefined) {
    if (argument !== undefined || fromApt) {
      throw new UserError({what: 'names a second source', where: `--source ${folder}`, advice: WAYS});
    }
    if (kindOf(folder) !== 'folder') {
      const what = kindOf(folder) === 'file' ? 'is a file, not a folder' : 'does not exist';
      throw new UserError({what, where: `--source ${folder}`, advice: WAYS});
    }
    return {kind: 'folder', path: folder};
  }
  if (argument === undefined || isVersion) return {kind: 'apt', wanted: argument ?? null};
  if (fromApt) {
    const advice = 'write --from-apt with a version such as 3.11, or alone';
    throw new UserError({what: 'is no version', where: argument, advice});
  }
  switch (kindOf(argument)) {
    case 'file':
      return {kind: 'tarball', path: argument};
    case 'folder':
      throw new UserError({what: 'is a folder', where: argument, advice: `write --source ${argument}`});
    default:
      throw new UserError({what: 'is neither a version of Python nor a file', where: argument, advice: WAYS});
  }
}
