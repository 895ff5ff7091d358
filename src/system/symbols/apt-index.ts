import {createInterface} from 'node:readline';
import {loadExeca} from '../programs.ts';

/** A package of the system. */
export interface DebugPackage {
  readonly name: string;
  readonly version: string;
}

/** Packages by the build-ids of what they hold. */
export interface PackageIndex {
  find(buildId: string): Promise<DebugPackage | null>;
}

/**
 * Debian's index on this machine: debug packages list the build-ids that they hold (deb-src-control(5), `Build-Ids`).
 * Nothing is downloaded. It is read once, at the first question: some 100 MB of text, a second.
 */
export function aptIndex(): PackageIndex {
  let index: Promise<ReadonlyMap<string, DebugPackage>> | null = null;
  return {
    async find(buildId) {
      index ??= readIndex();
      return (await index).get(buildId) ?? null;
    },
  };
}

/** For systems without apt, and where the source is switched off. */
export const noPackages: PackageIndex = {find: async () => null};

async function readIndex(): Promise<ReadonlyMap<string, DebugPackage>> {
  const packages = new Map<string, DebugPackage>();
  // Not the machine's language: names of fields are English, but warnings are not.
  const execa = await loadExeca();
  const child = execa('apt-cache', ['dumpavail'], {
    env: {LC_ALL: 'C'},
    stdin: 'ignore',
    stderr: 'ignore',
    buffer: false,
    reject: false,
  });
  let name = '';
  let version = '';
  for await (const line of createInterface({input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY})) {
    if (line === '') name = version = '';
    else if (line.startsWith('Package: ')) name = line.slice('Package: '.length);
    else if (line.startsWith('Version: ')) version = line.slice('Version: '.length);
    else if (line.startsWith('Build-Ids: ')) {
      for (const id of line.slice('Build-Ids: '.length).split(' ')) packages.set(id, {name, version});
    }
  }
  // A machine without apt has no such packages.
  await child.catch(() => null);
  return packages;
}
