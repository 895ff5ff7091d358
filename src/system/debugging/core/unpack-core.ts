import {createReadStream, createWriteStream} from 'node:fs';
import {Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import zlib from 'node:zlib';
import {UserError} from '../../../errors.ts';
import type {Compression} from '../../symbol-targets/compression.ts';

/** As much as the readers of compressed cores look at: a stream of zeros must not fill the disk. */
const MAX_BYTES = 16 * 1024 ** 3;

/** Writes what a compressed core holds to a file. Throws a UserError for data that is damaged, or packed otherwise. */
export async function unpackCore(path: string, {name, unpack}: Compression, file: string): Promise<void> {
  const decompress =
    name === 'gzip'
      ? zlib.createGunzip()
      : name === 'zstd' && 'createZstdDecompress' in zlib
        ? zlib.createZstdDecompress()
        : null;
  if (decompress === null) {
    throw new UserError({
      what: `is compressed with ${name}, which this Node.js cannot read`,
      where: path,
      advice: `unpack it with: ${unpack} ${path}`,
    });
  }
  try {
    await pipeline(
      createReadStream(path),
      decompress,
      atMost(MAX_BYTES),
      createWriteStream(file, {mode: 0o600}),
    );
  } catch (cause) {
    throw new UserError({
      what: `cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}`,
      where: path,
      advice: `try ${unpack} ${path}`,
      cause,
    });
  }
}

/** Lets so many bytes pass, and fails at the next. */
export function atMost(limit: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > limit) done(new Error(`it unpacks to more than ${limit / 1024 ** 3} GiB`));
      else done(null, chunk);
    },
  });
}
