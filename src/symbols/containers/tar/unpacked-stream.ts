import {constants, createGunzip} from 'node:zlib';
import {Gunzip} from 'fflate';
import {
  drivenEngine,
  type InflateEngine,
  type PackedData,
  pushedEngine,
} from '../../../binary/containers/inflate-engine.ts';
import {scriptZstd} from './script-zstd.ts';

/** How a tar archive is compressed as a whole. */
export type TarCompression = 'none' | 'gzip' | 'zstd';

/** Gives the unpacked bytes of an archive from front to back; `fill` throws an InflateError for broken data. */
export type StreamOpener = (packed: PackedData) => InflateEngine;

/** How to unpack. A promise because a decoder may have to be loaded. */
export async function streamOpener(compression: TarCompression): Promise<StreamOpener> {
  switch (compression) {
    case 'none':
      return plainStream;
    case 'gzip':
      return gzipEngine;
    case 'zstd':
      return nativeZstd() ?? (await scriptZstd());
  }
}

function plainStream(packed: PackedData): InflateEngine {
  let offset = 0;
  return {
    fill(output) {
      const count = packed.readInto(offset, output);
      offset += count;
      return count;
    },
    close() {
      offset = packed.size;
    },
  };
}

/** zlib reads the header, checks the CRC-32, and goes on with a second member, as gzip does. */
function gzipEngine(packed: PackedData): InflateEngine {
  return (
    drivenEngine(packed, createGunzip({chunkSize: constants.Z_MIN_CHUNK})) ??
    pushedEngine(packed, onData => new Gunzip(onData))
  );
}

/** Node has zstd from 22.15 on, null before; its windows are at most 128 MiB, like those of the `zstd` program. */
export function nativeZstd(): StreamOpener | null {
  const zlib = process.getBuiltinModule('node:zlib');
  if (!('createZstdDecompress' in zlib)) return null;
  const {Z_MIN_CHUNK, ZSTD_e_continue} = zlib.constants;
  const start = (packed: PackedData) =>
    drivenEngine(packed, zlib.createZstdDecompress({chunkSize: Z_MIN_CHUNK}), ZSTD_e_continue);
  const trial = start({size: 0, readInto: () => 0});
  trial?.close();
  if (!trial) return null;
  return packed => start(packed) ?? plainStream(packed);
}
