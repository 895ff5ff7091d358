import {basename, dirname, join, resolve} from 'node:path';
import {libraryFolders} from '../../binary/containers/environment-layout.ts';
import {readEnvironmentLayout} from '../../python/environment.ts';
import {type EnvironmentPython, libraryFolderName} from '../../python/interpreter-layout.ts';
import type {Files} from '../files.ts';

/** The interpreter behind an environment: what its modules are loaded into. */
export interface BaseInterpreter {
  /** Its programs, links resolved; on Unix the one that `bin/python` leads to. */
  readonly programs: readonly string[];
  /** The folders of the standard library's own extension modules: `lib-dynload`, on Windows `DLLs`. */
  readonly moduleFolders: readonly string[];
}

/** The interpreter that an environment was made with, or that a prefix is. Null where it is not to be found. */
export function baseInterpreterOf(folder: string, files: Files): BaseInterpreter | null {
  const {python, baseInterpreter} = readEnvironmentLayout(folder, files);
  const isVenv = files.entryNames(folder).includes('pyvenv.cfg');
  const prefix = isVenv ? baseInterpreter : resolve(folder);
  if (prefix === null || python === null) return null;
  const programs = new Set(
    [
      ...(isVenv ? unixNames(folder, python) : []),
      ...unixNames(prefix, python),
      ...WINDOWS.map(name => join(prefix, name)),
    ]
      .filter(path => files.status(path)?.kind === 'file')
      .map(path => files.realPath(path) ?? path),
  );
  const moduleFolders = [
    ...libraryFolders(prefix, files)
      .filter(library => library.endsWith(`/${libraryFolderName(python)}`))
      .map(library => `${library}/lib-dynload`),
    'DLLs',
  ].map(path => join(prefix, path));
  return {
    programs: onlyOneOnUnix([...programs]),
    moduleFolders: unique(
      moduleFolders
        .filter(path => files.status(path)?.kind === 'folder')
        .map(path => files.realPath(path) ?? path),
    ),
  };
}

/** The environment whose `bin` or `Scripts` a program stands in; null for others. */
export function environmentOfProgram(program: string, files: Files): string | null {
  const folder = dirname(resolve(program));
  if (!/^(?:bin|scripts)$/i.test(basename(folder))) return null;
  return files.entryNames(dirname(folder)).includes('pyvenv.cfg') ? dirname(folder) : null;
}

const WINDOWS = ['python.exe', 'pythonw.exe', 'python_d.exe'];

function unixNames(prefix: string, {major, minor, freeThreaded}: EnvironmentPython): string[] {
  const exact = `python${major}.${minor}${freeThreaded ? 't' : ''}`;
  return [exact, `python${major}`, 'python'].map(name => join(prefix, 'bin', name));
}

/** Names in `bin` are links to one program, or to those of other versions. */
function onlyOneOnUnix(programs: readonly string[]): readonly string[] {
  return programs.some(path => /\.exe$/i.test(path)) ? programs : programs.slice(0, 1);
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
