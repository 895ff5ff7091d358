import {createReadStream, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import zlib from 'node:zlib';
import * as v from 'valibot';
import {
  CORE_NAME,
  DEBUG_NAME,
  isPackMember,
  MANIFEST_NAME,
  type PackManifest,
  PackManifestSchema,
  ROOT_NAME,
} from '../../../debugging/core/pack-manifest.ts';
import type {EngineName, Subject} from '../../../debugging/engines/engine.ts';
import {inWord} from '../../../debugging/engines/lldb-word.ts';
import type {Sources} from '../../../debugging/render/text-options.ts';
import type {Traceback} from '../../../debugging/traceback/model.ts';
import {UserError} from '../../../errors.ts';
import {printable} from '../../../report/printable.ts';
import {sourceLines} from '../source-lines.ts';
import {atMost} from './unpack-core.ts';

/** An archive of `pyxdbg core pack`, unpacked. */
export interface OpenedPack {
  readonly subject: Subject;
  /** What a debugger must be told first. */
  settings(engine: EngineName): readonly string[];
  /** The traceback with the paths that its files had where the core was dumped. */
  asPacked(traceback: Traceback): Traceback;
  readonly sources: Sources;
  close(): void;
}

/** A core of 16 GiB and some binaries: what is larger was made to fill a disk. */
const MAX_BYTES = 20 * 1024 ** 3;
const TAR_NAME_BYTES = 100;

/** Whether a file is such an archive, by the name of its first member. */
export function isPack(path: string): boolean {
  try {
    const start = Buffer.alloc(4096);
    const handle = openSync(path, 'r');
    const length = readSync(handle, start, 0, start.length, 0);
    const unpacked = zlib.gunzipSync(start.subarray(0, length), {finishFlush: zlib.constants.Z_SYNC_FLUSH});
    return unpacked.toString('latin1', 0, TAR_NAME_BYTES).split('\0', 1)[0] === MANIFEST_NAME;
  } catch {
    return false;
  }
}

/** Unpacks an archive into a folder of its own, which `close` removes. Throws a UserError for a damaged or hostile one. */
export async function openPack(path: string): Promise<OpenedPack> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-pack-'));
  const close = (): void => rmSync(folder, {recursive: true, force: true});
  try {
    await unpack(path, folder);
    const parsed = v.safeParse(
      PackManifestSchema,
      JSON.parse(readFileSync(join(folder, MANIFEST_NAME), 'utf8')),
    );
    if (!parsed.success) throw new Error('its list of contents is damaged');
    return {...describe(folder, parsed.output), close};
  } catch (cause) {
    close();
    throw new UserError({
      what: `cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}`,
      where: path,
      advice: 'copy it again, or make it again with: pyxdbg core pack',
      cause,
    });
  }
}

async function unpack(path: string, folder: string): Promise<void> {
  const {unpackTar} = await import('modern-tar/fs');
  await pipeline(
    createReadStream(path),
    zlib.createGunzip(),
    atMost(MAX_BYTES),
    unpackTar(folder, {
      // No links: nothing in the folder leads out of it.
      filter: ({name, type}) => {
        if (type !== 'file' || !isPackMember(name))
          throw new Error(`it holds ${type} ${printable(name)}, which no pack has`);
        return true;
      },
      fmode: 0o600,
      dmode: 0o700,
      maxDepth: 64,
    }),
  );
}

function describe(folder: string, {executable, modules}: PackManifest): Omit<OpenedPack, 'close'> {
  const root = join(folder, ROOT_NAME);
  const inRoot = (path: string): string => join(root, path);
  if (!isPackMember(`${ROOT_NAME}${executable}`) || !existsSync(inRoot(executable))) {
    throw new Error('its program is not in it');
  }
  const debug = join(folder, DEBUG_NAME);
  // A process knows a library by the name of a link to it, which is not in the pack: then its base name is looked for.
  const folders = [...new Set(modules.map(({path}) => dirname(path)))]
    // gdb's list of folders is split at colons: what follows one may lead elsewhere.
    .filter(path => isPackMember(`${ROOT_NAME}${path}`) && !path.includes(':'))
    .map(inRoot);
  const lines = sourceLines([]);
  return {
    subject: {kind: 'core', core: join(folder, CORE_NAME), executable: inRoot(executable), root},
    settings: engine =>
      engine === 'gdb'
        ? [`set debug-file-directory ${debug}`, `set solib-search-path ${folders.join(':')}`]
        : [
            `settings append target.debug-file-search-paths ${inWord(debug)}`,
            ...folders.map(path => `settings append target.exec-search-paths ${inWord(path)}`),
          ],
    asPacked: traceback => withoutPrefix(traceback, root),
    sources: {line: (file, line) => (file.startsWith('/') ? lines.line(inRoot(file), line) : null)},
  };
}

/** The same document, every text that begins with the folder cut. */
function withoutPrefix(traceback: Traceback, root: string): Traceback {
  const cut = (path: string | null): string | null =>
    path?.startsWith(`${root}/`) ? path.slice(root.length) : path;
  return {
    ...traceback,
    process: {...traceback.process, executable: cut(traceback.process.executable)},
    threads: traceback.threads.map(thread => ({
      ...thread,
      frames: thread.frames.map(frame =>
        frame.kind === 'c' ? {...frame, module: cut(frame.module), file: cut(frame.file)} : frame,
      ),
    })),
    modules: traceback.modules.map(module => ({...module, path: cut(module.path) ?? module.path})),
  };
}
