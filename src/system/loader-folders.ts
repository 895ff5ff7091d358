import {join} from 'node:path';
import type {Files} from './files.ts';

/** Where ld.so looks without a cache (man ld.so), and where multiarch systems keep their libraries. */
const DEFAULT_FOLDERS = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/lib32', '/usr/lib32'];

/** Includes of includes stop here; real files have one level. */
const MAX_INCLUDE_DEPTH = 4;

const MAX_CONFIG_BYTES = 64 * 1024;

/**
 * The folders that this machine's loader searches for a library without a path: of the environment variable, of
 * /etc/ld.so.conf with its includes, and the built-in ones. On Windows those of the system.
 */
export function loaderFolders(
  files: Files,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): readonly string[] {
  if (platform === 'win32') {
    const root = env['SystemRoot'] ?? 'C:\\Windows';
    return [join(root, 'System32'), join(root, 'SysWOW64'), root];
  }
  if (platform === 'darwin') return ['/usr/local/lib', '/usr/lib'];
  const fromVariable = (env['LD_LIBRARY_PATH'] ?? '').split(/[:;]/).filter(folder => folder !== '');
  return [...new Set([...fromVariable, ...configured('/etc/ld.so.conf', files, 0), ...DEFAULT_FOLDERS])];
}

function configured(file: string, files: Files, depth: number): string[] {
  const text = depth > MAX_INCLUDE_DEPTH ? null : files.readText(file, MAX_CONFIG_BYTES);
  return (text ?? '').split('\n').flatMap(line => {
    const entry = line.replace(/#.*/, '').trim();
    if (entry.startsWith('/')) return [entry];
    const include = /^include\s+(\S+)\/\*\.conf$/.exec(entry)?.[1];
    if (!include) return [];
    return files
      .entryNames(include)
      .filter(name => name.endsWith('.conf'))
      .flatMap(name => configured(join(include, name), files, depth + 1));
  });
}
