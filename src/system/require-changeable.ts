import {lstatSync, realpathSync, statSync} from 'node:fs';
import {dirname, isAbsolute, join, relative, sep} from 'node:path';
import {UserError} from '../errors.ts';

/** Throws a UserError, one sentence, for a file below `root` (absolute) that init must not change. */
export function requireChangeable(root: string, path: string): void {
  const place = join(root, ...path.split('/'));
  const real = realPathOf(nearestThatIs(place, root), path);
  const inside = relative(realpathSync(root), real);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    const what = `leads by a link to ${real}, outside of the project`;
    throw new UserError({what, where: path, advice: 'change that file by hand'});
  }
  const status = statSync(place, {throwIfNoEntry: false});
  if (!status) return;
  if (!status.isFile()) throw new UserError({what: 'is not a file', where: path});
  // Not access(2): it lets the superuser pass.
  if ((status.mode & 0o222) === 0) {
    throw new UserError({what: 'is read-only', where: path, advice: `make it writable: chmod u+w ${path}`});
  }
}

/** A folder above may be a link as well. */
function nearestThatIs(place: string, root: string): string {
  let nearest = place;
  while (nearest !== root && !lstatSync(nearest, {throwIfNoEntry: false})) nearest = dirname(nearest);
  return nearest;
}

function realPathOf(place: string, path: string): string {
  try {
    return realpathSync(place);
  } catch (cause) {
    throw new UserError({what: 'is a link that leads nowhere', where: path, cause});
  }
}
