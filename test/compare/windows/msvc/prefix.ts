import {cp, mkdir, readdir, symlink} from 'node:fs/promises';
import {join} from 'node:path';

const INSTALLED = 'Program Files (x86)';

/**
 * A Wine prefix that shares all but its registry and `Program Files (x86)` with another, in the time of a few copies.
 * Wine sets the variable of that name itself, so a Visual Studio for one test needs a folder of its own there.
 * Returns that folder.
 */
export const ownPrefix = async (shared: string, prefix: string): Promise<string> => {
  const disk = join(prefix, 'drive_c');
  const installed = join(disk, INSTALLED);
  await mkdir(installed, {recursive: true});
  for (const name of await readdir(join(shared, 'drive_c'))) {
    if (name !== INSTALLED) await symlink(join(shared, 'drive_c', name), join(disk, name));
  }
  for (const name of ['system.reg', 'user.reg', 'userdef.reg', '.update-timestamp']) {
    await cp(join(shared, name), join(prefix, name));
  }
  await mkdir(join(prefix, 'dosdevices'));
  await symlink('../drive_c', join(prefix, 'dosdevices', 'c:'));
  await symlink('/', join(prefix, 'dosdevices', 'z:'));
  return installed;
};
