import type {ByteSource} from '../byte-source.ts';
import {FieldReader} from '../field-reader.ts';
import {listExportedNames, readExportDirectory} from './exports.ts';
import {PeImage} from './image.ts';

/** All names that a PE file exports, forwarders included; empty without an export table. Throws only `UnreadableError`. */
export function readPeExportNames(source: ByteSource): ReadonlySet<string> {
  const image = new PeImage(new FieldReader(source));
  const exports = readExportDirectory(image);
  return new Set(exports ? listExportedNames(image, exports) : []);
}
