import {basename} from 'node:path';
import {type ByteSource, pagedSource} from '../../binary/byte-source.ts';
import type {MappedImage} from '../../binary/mapped/mapped-image.ts';
import type {ProcessMemory} from '../../binary/mapped/process-memory.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import {localFiles} from '../files.ts';
import {identifySource} from './identify-source.ts';
import {openRegular} from './local-binary.ts';

/** What became of a file between a dump and now. */
export type FileSince =
  /** The file at its path now is the one of the dump; `isProved` where the dump has what shows it. */
  | {readonly state: 'same'; readonly subject: SymbolSubject; readonly isProved: boolean}
  | {readonly state: 'other'}
  /** There is none, or it may not be read. */
  | {readonly state: 'gone'}
  /** It is there, and no binary. */
  | {readonly state: 'no-binary'};

/** An image in the memory of a dump. */
export interface DumpedImage {
  readonly path: string;
  readonly start: bigint;
  /** Null where the dump has not kept its headers. */
  readonly image: MappedImage | null;
}

/** Holds the file that stands at the path of an image now against what a dump has kept of the image. */
export async function fileSince(
  {path, start, image}: DumpedImage,
  memory: ProcessMemory,
): Promise<FileSince> {
  const file = openRegular(path);
  if (file === null) return {state: 'gone'};
  const source = pagedSource(file);
  try {
    const location = localFiles.realPath(path) ?? path;
    const outcome = await identifySource(source, {path, name: basename(path), location, archive: null});
    if ('unreadable' in outcome) {
      return {state: outcome.unreadable.reason === 'not-a-binary' ? 'no-binary' : 'other'};
    }
    const {subject} = outcome;
    if (image === null) return {state: 'same', subject, isProved: false};
    const isSame = isSameBuild(image, subject, () => beginsAlike(memory, start, source));
    return isSame ? {state: 'same', subject, isProved: true} : {state: 'other'};
  } finally {
    source.close?.();
    file.close();
  }
}

function isSameBuild(image: MappedImage, subject: SymbolSubject, beginAlike: () => boolean): boolean {
  if (image.format === 'pe') {
    const {image: key} = subject;
    return key?.timestamp === image.timestamp && key.imageSizeBytes === image.imageSizeBytes;
  }
  if (subject.format !== 'elf') return false;
  const buildId = subject.identity?.kind === 'build-id' ? subject.identity.id : null;
  return image.buildId === buildId && (buildId !== null || beginAlike());
}

/** ELF header and program headers: nobody writes to them, and they have the places of all that a build has. */
const COMPARED_BYTES = 512;

/** Whether a file without a build-id begins as the image in memory does. */
function beginsAlike(memory: ProcessMemory, start: bigint, source: ByteSource): boolean {
  const bytes = memory.read(start, COMPARED_BYTES);
  return bytes.length > 0 && Buffer.from(bytes).equals(source.read(0, bytes.length));
}
