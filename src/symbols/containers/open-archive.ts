import type {ByteSource} from '../../binary/byte-source.ts';
import type {DataSource} from '../../binary/containers/zip-data.ts';
import {asBuffer} from '../../binary/field-reader.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {ARCHIVE_LIMITS, type Archive, type ArchiveLimits} from './archive.ts';
import {openCabinet} from './cabinet/cabinet-archive.ts';
import {CABINET_SIGNATURE} from './cabinet/cabinet-header.ts';
import {OLE_SIGNATURE} from './ole/header.ts';
import {openMsi} from './ole/msi-archive.ts';
import {openTar} from './tar/tar-archive.ts';
import {isTarHeader, TAR_BLOCK_BYTES} from './tar/tar-header.ts';
import {WorkBudget} from './work-budget.ts';
import {openZip} from './zip-archive.ts';

const GZIP_SIGNATURE = [0x1f, 0x8b, 0x08];
const ZSTD_SIGNATURE = [0x28, 0xb5, 0x2f, 0xfd];
const ZIP_SIGNATURES = [
  [0x50, 0x4b, 3, 4],
  [0x50, 0x4b, 5, 6],
];

/**
 * Opens a cabinet, an MSI, a zip, or a tar archive (plain, gzip or zstd), told apart by its first bytes: names of
 * downloads are not to be believed. Throws an UnreadableError, `not-a-binary` for anything else.
 */
export async function openArchive(
  source: ByteSource,
  {totalBytes}: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<Archive> {
  const start = source.read(0, TAR_BLOCK_BYTES);
  const startsWith = (signature: readonly number[]): boolean =>
    signature.every((byte, at) => start[at] === byte);
  const budget = new WorkBudget(totalBytes);
  if (asBuffer(start).toString('latin1', 0, 4) === CABINET_SIGNATURE) return openCabinet(source, budget);
  if (startsWith(OLE_SIGNATURE)) return openMsi(source, budget);
  const file = withReadInto(source);
  if (ZIP_SIGNATURES.some(startsWith)) return openZip(file, budget);
  if (startsWith(GZIP_SIGNATURE)) return openTar(file, 'gzip', budget);
  if (startsWith(ZSTD_SIGNATURE)) return openTar(file, 'zstd', budget);
  if (isTarHeader(start)) return openTar(file, 'none', budget);
  throw new UnreadableError('not-a-binary', 'it is no archive by its first bytes');
}

/** The source as one that fills buffers, which those over memory do not. */
function withReadInto(source: ByteSource): DataSource {
  return {
    size: source.size,
    read: (offset, length) => source.read(offset, length),
    readInto(offset, target) {
      if (source.readInto) return source.readInto(offset, target);
      const bytes = source.read(offset, target.length);
      target.set(bytes);
      return bytes.length;
    },
  };
}
