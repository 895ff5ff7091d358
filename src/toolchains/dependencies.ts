import {baseName, compileRows, matchRow, withoutBundledHash} from './file-name-pattern.ts';
import {lazy} from './lazy.ts';
import {readAs, type TableReader} from './table-reader.ts';
import type {DependencyLibraries} from './toolchains.ts';

/** toolchains/dependency-libraries.yaml. */
interface DependencyFile {
  readonly projects: readonly {readonly pattern: string; readonly projects: readonly string[]}[];
  readonly drivers: readonly {readonly pattern: string; readonly driver: string}[];
  readonly mingw: readonly {readonly pattern: string; readonly what: string; readonly static: string}[];
}

/** Typed access to toolchains/dependency-libraries.yaml. */
export function dependencyLibraries(read: TableReader): DependencyLibraries {
  const file = lazy(() => readAs<DependencyFile>(read, 'dependency-libraries.json'));
  const projects = lazy(() => compileRows(file().projects));
  const drivers = lazy(() => compileRows(file().drivers));
  const mingw = lazy(() => compileRows(file().mingw));
  return {
    projectsFor: library => matchRow(projects(), baseName(library))?.row.projects ?? [],
    driver: library => matchRow(drivers(), baseName(library))?.row.driver ?? null,
    mingwRuntime(dll) {
      const row = matchRow(mingw(), withoutBundledHash(dll))?.row;
      return row ? {what: row.what, staticOption: row.static} : null;
    },
  };
}
