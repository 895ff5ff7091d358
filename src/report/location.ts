import {isAbsolute, relative, resolve, sep} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {ArtefactReport, BinaryReport} from './report.ts';

/** Where a binary is: a file, and in an archive the member of it. */
export interface Location {
  readonly file: string;
  readonly member: string | null;
}

/** Kinds of artefacts whose binaries are files of their own. */
const FOLDERS = new Set(['folder', 'environment', 'interpreter']);

/** The place of a binary in its artefact. */
export function locate({path, kind}: ArtefactReport, binary: Pick<BinaryReport, 'path'>): Location {
  if (kind === 'file') return {file: path, member: null};
  if (FOLDERS.has(kind)) return {file: `${path.replace(/[\\/]+$/, '')}/${binary.path}`, member: null};
  return {file: path, member: binary.path};
}

/** The path relative to `cwd`, with slashes, where the file lies below it; else the absolute path. */
export function relativePath(file: string, cwd: string): string {
  const absolute = resolve(cwd, file);
  const path = relative(cwd, absolute);
  const isBelow = path !== '' && !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`);
  return isBelow ? path.replaceAll(sep, '/') : absolute;
}

/** A URI for {@link relativePath} (RFC 3986): a relative reference below `cwd`, else `file://`. */
export function fileUri(file: string, cwd: string): string {
  const path = relativePath(file.toWellFormed(), cwd);
  return isAbsolute(path) ? pathToFileURL(path).href : encodePath(path);
}

/** Percent-encodes the segments of a path with slashes. */
export function encodePath(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
