import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {archiveSeeds} from './seed-archives.ts';
import {compiledSeeds} from './seed-compiled.ts';
import {hostileSeeds} from './seed-hostile.ts';
import {writtenSeeds} from './seed-written.ts';
import type {Work} from './work.ts';

/** File name -> bytes. The extension is the kind under which outcomes are counted. */
export type SeedFiles = ReadonlyMap<string, Uint8Array>;

/**
 * Writes the seeds into a folder: binaries from the builders, binaries from the compilers of this machine, archives of
 * them, and files made to be costly. The same machine gives the same bytes, so that a mutant can be made again.
 */
export function writeSeeds(folder: string): Pick<Work, 'folder' | 'names'> {
  const binaries = new Map([...writtenSeeds(), ...compiledSeeds()]);
  const honest = new Map([...binaries, ...archiveSeeds(binaries)]);
  const hostile = hostileSeeds();
  for (const [name, bytes] of [...honest, ...hostile]) writeFileSync(join(folder, name), bytes);
  // Files made to be costly are, so they come up less often.
  return {
    folder,
    names: [
      ...Array(3)
        .fill([...honest.keys()])
        .flat(),
      ...hostile.keys(),
    ],
  };
}
