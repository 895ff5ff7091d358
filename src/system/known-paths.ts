import {basename, dirname, join, relative, resolve} from 'node:path';
import type {CheckReport} from '../report/report.ts';
import {type Files, localFiles} from './files.ts';

/** What knowing a path asks of the file system. */
type PathFiles = Pick<Files, 'status' | 'realPath'>;

/** What lies in the folder of a project that is no repository, as one that was unpacked or copied. */
const PROJECT_FILES = ['pyproject.toml', 'setup.py', 'pyxdbg.yaml'];

/** Gives every artefact the path by which baselines know it: the same from wherever it was named, and on every machine. */
export function withKnownPaths(
  report: CheckReport,
  cwd: string = process.cwd(),
  files: PathFiles = localFiles,
): CheckReport {
  const artefacts = report.artefacts.map(artefact => ({
    ...artefact,
    knownAs: artefact.knownAs ?? knownPath(resolve(cwd, artefact.path), files),
  }));
  return {...report, artefacts};
}

/** From the root of its repository, or else of its project; of what lies in neither the name alone. */
function knownPath(path: string, files: PathFiles): string {
  // A file keeps the name under which it was named, be it a link: its name says for which Python it is.
  const isFolder = files.status(path)?.kind === 'folder';
  const folder = isFolder ? path : dirname(path);
  const real = files.realPath(folder) ?? folder;
  const whole = isFolder ? real : join(real, basename(path));
  const root = nearest(real, ['.git'], files) ?? nearest(real, PROJECT_FILES, files) ?? dirname(whole);
  return relative(root, whole) || '.';
}

/** The nearest folder upwards that has one of these. */
function nearest(folder: string, names: readonly string[], files: PathFiles): string | null {
  if (names.some(name => files.status(join(folder, name)) !== null)) return folder;
  return dirname(folder) === folder ? null : nearest(dirname(folder), names, files);
}
