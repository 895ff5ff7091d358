import {existsSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

const pyenvVersions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');

/** The folder of Python.h of one Python (`3.11`, or `3.11d` for a debug build) on this machine, or null. */
export const pythonHeaders = (version: string): string | null => {
  const patches = existsSync(pyenvVersions) ? readdirSync(pyenvVersions) : [];
  const candidates = [
    `/usr/include/python${version}`,
    `/usr/local/include/python${version}`,
    ...patches.map(patch => join(pyenvVersions, patch, 'include', `python${version}`)),
  ];
  return candidates.find(folder => existsSync(join(folder, 'Python.h'))) ?? null;
};
