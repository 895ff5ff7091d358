import {accessSync, constants, statSync} from 'node:fs';
import {delimiter, join} from 'node:path';

/** Whether a program is on PATH, or there by its path. */
export function hasProgram(name: string, env: NodeJS.ProcessEnv = process.env): boolean {
  if (name === '') return false;
  const folders = name.includes('/') ? [''] : (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.some(folder => isExecutable(folder === '' ? name : join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
