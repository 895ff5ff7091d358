import {join} from 'node:path';
import type {Files} from '../system/files.ts';

/** What lies in a project's folders. */
export interface SourceScan {
  /** Of all files, lower case, without the dot. */
  readonly extensions: ReadonlySet<string>;
  /** Relative, with slashes; those that are few in real projects and that are looked into. */
  readonly cython: readonly string[];
  readonly swig: readonly string[];
  readonly cargo: readonly string[];
}

/** Entries that are looked at, at most; the outer folders come first. */
const MAX_ENTRIES = 20_000;

/** Of each kind of file that is looked into. */
const MAX_KEPT = 50;

/** What a build makes, environments, and what is not built: tests, documentation and examples. */
const SKIPPED =
  /^(?:\..*|_?build|dist|node_modules|venv|env|__pycache__|site-packages|.*\.egg-info|.*\.dist-info|tests?|testing|tests?[-_ ]?(?:data|suite|cases)|docs?|examples?|demos?|benchmarks?|target)$/i;

/** Files whose name says that they are none of folders: they need no look of their own. */
const FILE_EXTENSIONS = new Set(
  'c cc cfg cpp css csv cxx dat f f90 gif h hh hpp html i ini in jpg js json m4 md pdf png po pxd pxi py pyc pyi pyx rs rst s sh so svg toml txt xml yaml yml'.split(
    ' ',
  ),
);

/** Looks through the folders of a project, the outer ones first. Links to folders are not followed. */
export function scanSources(
  root: string,
  files: Pick<Files, 'entryNames' | 'status' | 'realPath'>,
): SourceScan {
  const extensions = new Set<string>();
  const kept = {cython: [] as string[], swig: [] as string[], cargo: [] as string[]};
  const realRoot = files.realPath(root) ?? root;
  let left = MAX_ENTRIES;
  const pending = [''];
  for (const folder of pending) {
    for (const name of files.entryNames(join(root, folder))) {
      left -= 1;
      if (left < 0) return {extensions, ...kept};
      const path = folder + name;
      const extension = /[^.]\.([^.]+)$/.exec(name)?.[1] ?? '';
      if (!FILE_EXTENSIONS.has(extension.toLowerCase()) && isFolder(path)) {
        if (!SKIPPED.test(name)) pending.push(`${path}/`);
        continue;
      }
      // By old custom `.C` is C++.
      extensions.add(extension === 'C' ? 'cxx' : extension.toLowerCase());
      if (extension === 'pyx') keep(kept.cython, path);
      if (extension === 'i') keep(kept.swig, path);
      if (name === 'Cargo.toml') keep(kept.cargo, path);
    }
  }
  return {extensions, ...kept};

  function isFolder(path: string): boolean {
    if (files.status(join(root, path))?.kind !== 'folder') return false;
    if (files.status(join(root, path, 'pyvenv.cfg')) !== null) return false;
    return files.realPath(join(root, path)) === join(realRoot, path);
  }
}

function keep(list: string[], path: string): void {
  if (list.length < MAX_KEPT) list.push(path);
}
