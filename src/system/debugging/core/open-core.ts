import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pagedSource} from '../../../binary/byte-source.ts';
import {coreImages} from '../../../binary/core/core-images.ts';
import {readCore} from '../../../binary/core/read-core.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';
import {UserError} from '../../../errors.ts';
import {localFiles} from '../../files.ts';
import {compressionOf} from '../../symbol-targets/compression.ts';
import {unpackCore} from './unpack-core.ts';

/** A core file, ready for a debugger. */
export interface OpenedCore {
  /** Absolute; a temporary file where the one that was named is compressed. */
  readonly file: string;
  /** The program that dumped it, as the core names it; null where it does not. */
  readonly program: string | null;
  /** The binaries that were loaded, by the paths they had. */
  readonly images: readonly string[];
  /** Removes what was unpacked. */
  close(): void;
}

const START_BYTES = 64;

/** Opens a core file, unpacking a compressed one. Throws a UserError for what is none. */
export async function openCore(path: string): Promise<OpenedCore> {
  const problem = localFiles.unreadable(path);
  if (problem !== null) throw new UserError({what: problem, where: path});
  const compression = startOf(path, compressionOf);
  if (compression === null) return {...describe(path, resolve(path)), close: () => {}};
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-core-'));
  const close = (): void => rmSync(folder, {recursive: true, force: true});
  try {
    const file = join(folder, 'core');
    await unpackCore(path, compression, file);
    return {...describe(path, file), close};
  } catch (error) {
    close();
    throw error;
  }
}

function startOf<T>(path: string, look: (start: Uint8Array) => T): T {
  const file = localFiles.openFile(path);
  try {
    return look(file.read(0, START_BYTES));
  } finally {
    file.close();
  }
}

function describe(path: string, file: string): Omit<OpenedCore, 'close'> {
  const opened = localFiles.openFile(file);
  try {
    const core = readCore(pagedSource(opened));
    const images = coreImages(core);
    const own = images.find(({isProgram}) => isProgram)?.path ?? null;
    return {
      file,
      program: own ?? programNamed(core.commandLine),
      images: images.flatMap(image => image.path ?? []),
    };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new UserError({
      what: `is no core file that can be read: ${error.unreadable.detail}`,
      where: path,
      advice: 'name a file that the kernel or gcore wrote, or an archive of `pyxdbg core pack`',
      cause: error,
    });
  } finally {
    opened.close();
  }
}

/** The first word of the arguments, where it is a path. */
function programNamed(commandLine: string | null): string | null {
  const [first = ''] = commandLine?.split(' ') ?? [];
  return first.startsWith('/') ? first : null;
}
