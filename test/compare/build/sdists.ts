import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {root} from '../../e2e/program.ts';

/** Fetched once; git-ignored. */
const cache = join(root, '.cache', 'sdists');

/** The unpacked source of a requirement `NAME==VERSION`, fetched by pip; null where no index can be reached. */
export function sdistOf(requirement: string): string | null {
  const folder = join(cache, requirement.replace('==', '-'));
  if (existsSync(folder)) return folder;
  const place = mkdtempSync(join(tmpdir(), 'pyxdbg-sdist-'));
  try {
    const [name = '', version = ''] = requirement.split('==');
    // Not `pip download` of an sdist: that runs the project's own code to ask for metadata.
    execFileSync('python3', [join(import.meta.dirname, 'fetch-sdist.py'), name, version, place], {
      stdio: 'pipe',
    });
    const [unpacked = ''] = readdirSync(place);
    mkdirSync(cache, {recursive: true});
    // Several test files may fetch the same one at the same time: the first that is whole is taken.
    const mine = `${folder}.${process.pid}`;
    cpSync(join(place, unpacked), mine, {recursive: true});
    if (existsSync(folder)) rmSync(mine, {recursive: true, force: true});
    else renameSync(mine, folder);
    return folder;
  } catch {
    return existsSync(folder) ? folder : null;
  } finally {
    rmSync(place, {recursive: true, force: true});
  }
}
