import {existsSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where pyenv keeps its interpreters on this machine. */
export const pyenvRoot: string = process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv');

const versions = join(pyenvRoot, 'versions');

/** The interpreters that pyenv has built; none where there is no pyenv. */
export const pyenvPythons: readonly {
  readonly name: string;
  readonly folder: string;
  readonly executable: string;
}[] = (existsSync(versions) ? readdirSync(versions) : [])
  .map(name => ({name, folder: join(versions, name), executable: join(versions, name, 'bin/python')}))
  .filter(({executable}) => existsSync(executable));
