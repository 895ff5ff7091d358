import {createHash} from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {type HeaderFolder, headerFolders, neededHeaders} from '../../../debugging/layout/header-folders.ts';
import {FIRST_WITH_DEBUG_OFFSETS, layoutFiles} from '../../../debugging/layout/layout-files.ts';
import {
  incompleteHeaders,
  noHeaders,
  otherHeaders,
  uncompiled,
} from '../../../debugging/layout/missing-words.ts';
import type {LayoutAnswer, LayoutRequest} from '../../../debugging/layout/request.ts';
import {packageFolder} from '../../package-folder.ts';
import {describeFailure} from '../../system-failure.ts';
import {cacheFolder, isOurs, makeOwnFolder} from '../user-cache.ts';
import {compileProbe, debugOffsetsIn} from './compile-probe.ts';

/**
 * Tables for an interpreter that none at hand fits, made by compiling layout-probe.c with its own headers, and kept in
 * the user's cache. Which of several headers are those of the build, the walker sees.
 */
export async function makeLayouts(
  request: LayoutRequest,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LayoutAnswer> {
  const {minor, isFreeThreaded, executable, library, pid} = request;
  const root = pid === null ? '' : rootOf(pid);
  const named = headerFolders({
    minor,
    isFreeThreaded,
    executable: (pid === null ? null : executableOf(pid)) ?? executable,
    library,
  });
  // Of a chroot, some names are from outside.
  const folders = [...new Set([root, ''])].flatMap(above =>
    named.map(({path, config}) => ({path: above + path, config: above + config})),
  );
  const there = folders.filter(({path}) => existsSync(path));
  if (there.length === 0) return {made: [], missing: noHeaders(request, folders)};
  const made: LayoutAnswer['made'][number][] = [];
  let missing: string | null = null;
  for (const folder of there) {
    const tables = await tablesOf(folder, request, env);
    if (typeof tables === 'string') made.push({tables, headers: folder.path});
    else missing ??= tables.missing;
  }
  return {made, missing: made.length === 0 ? missing : null};
}

/** The folder of the tables that one folder of headers gives. */
async function tablesOf(
  folder: HeaderFolder,
  request: LayoutRequest,
  env: NodeJS.ProcessEnv,
): Promise<string | {readonly missing: string}> {
  const {minor} = request;
  const absent = neededHeaders(minor).find(name => !existsSync(join(folder.path, name)));
  if (absent !== undefined) return {missing: incompleteHeaders(folder.path, absent)};
  if (!existsSync(join(folder.config, 'pyconfig.h')))
    return {missing: incompleteHeaders(folder.config, 'pyconfig.h')};
  const probe = readFileSync(new URL('templates/runtime/walker/layout-probe.c', packageFolder()), 'utf8');
  const cache = cacheFolder('layouts', env);
  const place = join(cache, keyOf(probe, folder, request));
  if (isOurs(cache) && isOurs(place)) return place;
  const found = await compileProbe(probe, folder, env);
  if ('missing' in found) return found;
  if (found.minor !== minor) return {missing: otherHeaders(folder.path, found.version)};
  const fields = minor < FIRST_WITH_DEBUG_OFFSETS ? [] : debugOffsetsIn(folder.path);
  if (minor >= FIRST_WITH_DEBUG_OFFSETS && fields.length === 0)
    return {missing: uncompiled(folder.path, 'they do not define _Py_DebugOffsets')};
  return keep(layoutFiles(found, fields), cache, place);
}

/** Changes with the interpreter, with its headers, and with what is asked of them. */
function keyOf(probe: string, {path, config}: HeaderFolder, {buildId, executable}: LayoutRequest): string {
  const status = executable === null ? undefined : statSync(executable, {throwIfNoEntry: false});
  const identity = buildId ?? `${executable} ${status?.size} ${status?.mtimeMs}`;
  const hash = createHash('sha256').update([probe, path, identity].join('\0'));
  for (const file of [join(config, 'pyconfig.h'), join(path, 'patchlevel.h')]) {
    const content = statSync(file, {throwIfNoEntry: false}) ? readFileSync(file) : '';
    hash.update('\0').update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

/** In its place whole or not at all: others may be looking for the same. */
function keep(
  files: ReadonlyMap<string, string>,
  cache: string,
  place: string,
): string | {readonly missing: string} {
  const problem = makeOwnFolder(cache);
  if (problem !== null) return {missing: `tables cannot be kept: ${problem}`};
  const partial = mkdtempSync(join(cache, 'new-'));
  try {
    for (const [name, text] of files) writeFileSync(join(partial, name), text, {mode: 0o600});
    renameSync(partial, place);
    return place;
  } catch (error) {
    rmSync(partial, {recursive: true, force: true});
    // Another call was faster.
    if (isOurs(place)) return place;
    return {missing: `tables cannot be kept: ${describeFailure(error)}`};
  }
}

/** What a process runs; an interpreter that was replaced meanwhile keeps its old name. */
function executableOf(pid: number): string | null {
  return linkOf(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, '') ?? null;
}

/** Where the files of a process are seen from here: of one in a container, below its own root. */
function rootOf(pid: number): string {
  const isElsewhere = ['root', 'ns/mnt'].some(name => {
    const theirs = linkOf(`/proc/${pid}/${name}`);
    return theirs !== null && theirs !== linkOf(`/proc/self/${name}`);
  });
  return isElsewhere ? `/proc/${pid}/root` : '';
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
