import {basename} from 'node:path';
import {type ByteSource, pagedSource} from '../byte-source.ts';
import type {Container} from './container.ts';

/** A file that was named itself: always its own only member, whatever it holds. */
export function plainFile(path: string, file: ByteSource & {close(): void}): Container {
  const name = basename(path);
  return {
    kind: 'file',
    members: [{path: name, open: () => pagedSource(file)}],
    refused: [],
    notes: [],
    paths: new Set([name]),
    readText: () => null,
    close: () => file.close(),
  };
}
