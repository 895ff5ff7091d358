import {createReadStream} from 'node:fs';
import zlib from 'node:zlib';
import {CoreCollector} from '../../binary/core/core-collector.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import type {Compression} from './compression.ts';
import {addCore} from './core-subjects.ts';
import type {FoundSubjects} from './found-subjects.ts';

/** A stream of zeros is a thousandth and less of its length when compressed: what comes behind this is not looked at. */
const MAX_UNPACKED_BYTES = 16 * 1024 ** 3;

/** The binaries of a compressed core, unpacked in memory and kept only where it tells something. */
export async function addCompressedCore(
  target: string,
  compression: Compression,
  found: FoundSubjects,
): Promise<void> {
  const collector = new CoreCollector();
  try {
    await pass(target, compression, collector);
    if (collector.needsAnotherPass) {
      collector.rewind();
      await pass(target, compression, collector);
    }
  } catch (error) {
    // A core that ends in the middle is cut as a plain one may be: what came before it holds.
    if (!isCutStream(error) || collector.position === 0) throw refusal(target, compression, error);
    found.note(`${target}: is cut short: its ${compression.name} data ends before the core does`);
  }
  await addCore(target, collector.source(), found);
}

async function pass(target: string, compression: Compression, collector: CoreCollector): Promise<void> {
  const unpacked = decompressor(target, compression);
  const packed = createReadStream(target);
  packed.on('error', error => unpacked.destroy(error));
  try {
    for await (const chunk of packed.pipe(unpacked)) {
      if (!collector.push(chunk) || collector.position > MAX_UNPACKED_BYTES) return;
    }
  } finally {
    packed.destroy();
  }
}

function decompressor(target: string, {name, unpack}: Compression) {
  if (name === 'gzip') return zlib.createGunzip();
  // Node.js has it since 22.15 and 23.8.
  if (name === 'zstd' && 'createZstdDecompress' in zlib) return zlib.createZstdDecompress();
  throw new UserError({
    what: `is compressed with ${name}, which this Node.js cannot read`,
    where: target,
    advice: `unpack it with: ${unpack} ${target}`,
  });
}

function isCutStream(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'Z_BUF_ERROR' || error.code === 'ZSTD_error_srcSize_wrong')
  );
}

function refusal(target: string, {name, unpack}: Compression, error: unknown): unknown {
  if (error instanceof UnreadableError) {
    const {reason, detail} = error.unreadable;
    return new UserError({
      what: `holds no core file that can be read while it is compressed: ${detail}`,
      where: target,
      advice:
        reason === 'not-a-binary'
          ? 'name a core file, a binary or an archive'
          : `unpack it first: ${unpack} ${target}`,
      cause: error,
    });
  }
  if (error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_)/.test(String(error.code))) {
    return new UserError({
      what: `its ${name} data is broken: ${error.message}`,
      where: target,
      advice: 'copy it again',
      cause: error,
    });
  }
  return error;
}
