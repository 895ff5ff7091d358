import {join} from 'node:path';
import {type Files, localFiles} from '../files.ts';

/**
 * The path of a program on PATH: by its own name, else with the highest version behind it (`llvm-objcopy-16`), as
 * Debian's packages of LLVM name theirs. Null where there is none.
 */
export function findProgram(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  files: Pick<Files, 'status' | 'entryNames'> = localFiles,
): string | null {
  const isWindows = platform === 'win32';
  const suffix = isWindows ? '.exe' : '';
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(isWindows ? ';' : ':').filter(Boolean);
  for (const folder of folders) {
    const path = join(folder, `${name}${suffix}`);
    if (files.status(path)?.kind === 'file') return path;
  }
  const versioned = folders.flatMap(folder =>
    files.entryNames(folder).flatMap(entry => {
      if (!entry.startsWith(`${name}-`) || !entry.endsWith(suffix)) return [];
      const version = entry.slice(name.length + 1, entry.length - suffix.length);
      return /^\d+$/.test(version) ? [{path: join(folder, entry), version: Number(version)}] : [];
    }),
  );
  return versioned.toSorted((a, b) => b.version - a.version)[0]?.path ?? null;
}
