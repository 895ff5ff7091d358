import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Container} from '../../../src/binary/containers/container.ts';
import {openContainer} from '../../../src/binary/containers/open-container.ts';
import {localFiles} from '../../../src/system/files.ts';
import {temporaryFolder} from '../../builders/tools.ts';

/** The start of an ELF file, enough to be taken for one, and some bytes that are its own. */
export function elfLike(length = 4096, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    // Sixteen values, so that deflate has something to do.
    bytes[index] = (state >>> 16) & 0x0f;
  }
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  return bytes;
}

/** Writes an archive to a temporary folder and opens it. */
export function openBytes(name: string, bytes: Uint8Array): Promise<Container> {
  return openContainer(writeArchive(name, bytes), localFiles);
}

export function writeArchive(name: string, bytes: Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

export const pathsOf = (container: Container): string[] => container.members.map(({path}) => path);

/** All bytes of a member. */
export function bytesOf(container: Container, path: string): Buffer {
  const member = container.members.find(one => one.path === path);
  if (!member) throw new Error(`${path} is no member`);
  const source = member.open();
  return Buffer.from(source.read(0, source.size));
}
