import type {ByteSource} from '../byte-source.ts';
import {decodeText} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {machOSlices} from './fat.ts';
import {type MachHeader, readMachHeader} from './header.ts';
import {type LoadCommand, readLoadCommands} from './load-commands.ts';

/** The header and load commands of one slice: what every other reader here starts from. */
export interface MachImage {
  readonly header: MachHeader;
  readonly commands: readonly LoadCommand[];
}

/** The images of a thin or fat file, at least one; throws {@link UnreadableError}. */
export function readMachImages(source: ByteSource): {
  readonly fat: boolean;
  readonly images: readonly MachImage[];
} {
  const {fat, slices} = machOSlices(source);
  const images = slices.map(slice => {
    if (fat && decodeText(slice.read(0, 8)) === '!<arch>\n') {
      throw new UnreadableError('unsupported', 'a static library: it is linked into a binary, never loaded');
    }
    const header = readMachHeader(slice);
    return {header, commands: readLoadCommands(header)};
  });
  return {fat, images};
}
