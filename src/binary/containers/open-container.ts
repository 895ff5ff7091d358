import {basename} from 'node:path';
import {UserError} from '../../errors.ts';
import type {Files} from '../../system/files.ts';
import {hasBinaryName} from './candidates.ts';
import type {Container} from './container.ts';
import {openFolder} from './folder-container.ts';
import {plainFile} from './plain-file.ts';
import {findZipEnd} from './zip-end.ts';
import {kindOfZip} from './zip-kind.ts';

const ARCHIVE_NAME = /\.(?:whl|egg|jar|zip)$/i;

/**
 * Opens what the user named: a binary, a wheel or another archive, a folder, an environment. Throws a UserError when
 * the path itself cannot be read; what is wrong with one member is that member's.
 */
export async function openContainer(path: string, files: Files): Promise<Container> {
  if (files.status(path)?.kind === 'folder') return openFolder(path, files);
  const file = files.openFile(path);
  try {
    const name = basename(path);
    const start = Buffer.from(file.read(0, 4)).toString('latin1');
    const isArchive =
      ARCHIVE_NAME.test(name) || (/^PK(?:\x03\x04|\x05\x06)/.test(start) && !hasBinaryName(name));
    const hasStub = start.startsWith('MZ') && /\.exe$/i.test(name);
    const end = isArchive || hasStub ? findZipEnd(file) : null;
    if (!end && ARCHIVE_NAME.test(name)) {
      throw new UserError({
        what: 'is no zip archive, or is cut short: it has no directory at its end',
        where: path,
        advice: 'fetch or build it again',
      });
    }
    if (end) {
      // zlib and its streams take some 15 ms of CPU to load, which a plain binary does not need.
      const {readZip} = await import('./zip-container.ts');
      const contents = readZip(file, end);
      const kind = kindOfZip(name, contents.paths, hasStub);
      // A program with an archive of scripts behind it (pip's launchers) is judged as the program that it is.
      if (!hasStub || kind === 'wininst' || contents.members.length > 0) {
        const close = (): void => {
          contents.close();
          file.close();
        };
        return {...contents, kind, close};
      }
    }
    return plainFile(path, file);
  } catch (error) {
    file.close();
    throw error;
  }
}
