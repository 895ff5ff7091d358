import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {zipSync} from 'fflate';

/** Paths, with slashes, to contents. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** A distribution `name` with its metadata, as an installer lays it out and a wheel holds it. */
export const distribution = (name: string, tag: string, files: Files): Files => {
  const info = `${name}-1.0.dist-info`;
  const all: Record<string, Uint8Array> = {...files};
  const [pythons = '', abis = '', platforms = ''] = tag.split('-');
  const tags = pythons
    .split('.')
    .flatMap(python =>
      abis
        .split('.')
        .flatMap(abi => platforms.split('.').map(platform => `Tag: ${python}-${abi}-${platform}`)),
    );
  all[`${info}/METADATA`] = Buffer.from(`Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  all[`${info}/WHEEL`] = Buffer.from(
    `Wheel-Version: 1.0\nGenerator: seeded\nRoot-Is-Purelib: false\n${tags.join('\n')}\n`,
  );
  const record = Object.entries(all).map(([path, bytes]) => {
    const digest = createHash('sha256').update(bytes).digest('base64url');
    return `${path},sha256=${digest},${bytes.length}\n`;
  });
  all[`${info}/RECORD`] = Buffer.from(`${record.join('')}${info}/RECORD,,\n`);
  return all;
};

/** Writes `folder/name-1.0-TAG.whl` and returns its path. */
export const writeWheel = async (
  folder: string,
  name: string,
  tag: string,
  files: Files,
): Promise<string> => {
  const path = join(folder, `${name}-1.0-${tag}.whl`);
  await mkdir(folder, {recursive: true});
  await writeFile(path, zipSync({...distribution(name, tag, files)}));
  return path;
};

/** Writes files below a folder and returns the folder. */
export const writeTree = async (folder: string, files: Files): Promise<string> => {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), bytes);
  }
  return folder;
};
