import {lazy} from './lazy.ts';
import {dataLines, type TableReader} from './table-reader.ts';
import type {GlibcNames} from './toolchains.ts';

/** Typed access to toolchains/glibc-names.txt. */
export function glibcNames(read: TableReader): GlibcNames {
  const names = lazy(() => new Set(dataLines(read, 'glibc-names.txt')));
  return {has: name => names().has(name)};
}
