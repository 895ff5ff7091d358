import {mkdirSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {pagedSource} from '../../binary/byte-source.ts';
import type {Container} from '../../binary/containers/container.ts';
import {openContainer} from '../../binary/containers/open-container.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import {type PublishedFile, publishedFile} from '../../symbols/publish/published-file.ts';
import {localFiles} from '../files.ts';
import {wholeContent} from './file-content.ts';

/** A file to publish. */
export interface PublishInput {
  /** As the user knows it; in a wheel `WHEEL: MEMBER`. */
  readonly label: string;
  /** Base name. */
  readonly name: string;
  /** Where its bytes are on this disk. */
  readonly path: string;
  readonly file: PublishedFile;
}

/** What was found at the paths that were named, and binaries that cannot be published, with a clause why. */
export interface PublishInputs {
  readonly inputs: readonly PublishInput[];
  readonly skipped: readonly {readonly input: string; readonly why: string}[];
}

const WHEEL = /\.(?:whl|egg)$/i;

/**
 * All files below the paths that a debugger may ask for; wheels are unpacked into `temporary` (absolute). A file that is
 * named itself and is nothing of the kind is told. Throws a UserError for a path that cannot be read.
 */
export async function publishInputs(paths: readonly string[], temporary: string): Promise<PublishInputs> {
  const inputs: PublishInput[] = [];
  const skipped: {input: string; why: string}[] = [];
  const add = (label: string, path: string, isNamed: boolean): void => {
    const file = look(path);
    if (file === null) {
      if (isNamed) skipped.push({input: label, why: 'is no binary and no PDB'});
    } else if ('problem' in file) skipped.push({input: label, why: file.problem});
    else inputs.push({label, name: basename(path), path, file});
  };
  let wheels = 0;
  const addPath = async (label: string, path: string, isNamed: boolean): Promise<void> => {
    if (!WHEEL.test(path)) return add(label, path, isNamed);
    wheels += 1;
    for (const [name, unpacked] of await unpack(path, join(temporary, String(wheels)))) {
      add(`${label}: ${name}`, unpacked, false);
    }
  };
  for (const path of paths) {
    if (localFiles.status(path)?.kind !== 'folder') {
      await addPath(path, path, true);
      continue;
    }
    const {files, unreadable} = localFiles.listFolder(path, new Set());
    for (const {path: folder, problem} of unreadable) skipped.push({input: join(path, folder), why: problem});
    for (const file of files) await addPath(join(path, file), join(path, file), false);
  }
  return {inputs, skipped};
}

function look(path: string): ReturnType<typeof publishedFile> {
  const file = localFiles.openFile(path);
  try {
    return publishedFile(pagedSource(file));
  } finally {
    file.close();
  }
}

/** The binaries and PDBs of a wheel, as files of their own names: the path in the wheel -> the path on disk. */
async function unpack(wheel: string, folder: string): Promise<readonly (readonly [string, string])[]> {
  const container = await openContainer(wheel, localFiles);
  try {
    const pdbs = [...container.paths].filter(path => /\.pdb$/i.test(path));
    const names = [...container.members.map(({path}) => path), ...pdbs];
    return names.map((name, index) => {
      const place = join(folder, String(index));
      mkdirSync(place, {recursive: true});
      const path = join(place, basename(name));
      writeFileSync(path, contentOf(container, name, wheel));
      return [name, path];
    });
  } finally {
    container.close();
  }
}

function contentOf(container: Container, name: string, wheel: string): Uint8Array {
  try {
    const source = container.openFile?.(name);
    if (source) return wholeContent(source);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
  throw new UserError({
    what: `has data that is broken in ${name}`,
    where: wheel,
    advice: 'build it again',
  });
}
