import {isAbsolute, resolve} from 'node:path';
import {pagedSource} from '../binary/byte-source.ts';
import {UserError} from '../errors.ts';
import type {DebugReader, DebugWorld} from '../rules/debug-info.ts';
import {debugReader} from '../rules/debug-read.ts';
import {type Files, localFiles} from './files.ts';

/** Where distributions put separate debug files (GDB manual, "debug-file-directory"). */
const DEBUG_FOLDERS = ['/usr/lib/debug'];

/** Debug files and sources of this machine. */
export function debugWorld(
  files: Files = localFiles,
  platform: NodeJS.Platform = process.platform,
): DebugWorld {
  return {
    debugFolders: platform === 'win32' ? [] : DEBUG_FOLDERS,
    open(path) {
      const place = placeHere(path, platform);
      if (place === null || files.status(place)?.kind !== 'file') return null;
      try {
        const file = files.openFile(place);
        const paged = pagedSource(file);
        const close = (): void => {
          paged.close?.();
          file.close();
        };
        return {...paged, close};
      } catch (error) {
        if (error instanceof UserError) return null;
        throw error;
      }
    },
    exists(path) {
      const place = placeHere(path, platform);
      return place === null ? null : files.status(place)?.kind === 'file';
    },
  };
}

/** A recorded path as a path of this machine; null for one of another system, or relative to a folder nobody knows. */
function placeHere(path: string, platform: NodeJS.Platform): string | null {
  const isWindowsPath = /^[a-z]:[/\\]|^\\\\/i.test(path);
  // A share is another machine, to which Windows would log in: no binary chooses which.
  const isShare = /^[/\\]{2}/.test(path);
  if (platform === 'win32') return isWindowsPath && !isShare ? resolve(path) : null;
  // Wine's drive Z is the root of the machine that it runs on.
  if (/^z:[/\\]/i.test(path)) return path.slice(2).replaceAll('\\', '/');
  return !isWindowsPath && isAbsolute(path) ? path : null;
}

/** Reads debug information with the debug files and sources of this machine. Its readers are loaded with it. */
export const localDebugReader: DebugReader = debugReader(debugWorld());
