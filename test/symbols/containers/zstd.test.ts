import {once} from 'node:events';
import {constants, createZstdCompress} from 'node:zlib';
import test from 'ava';
import {
  type InflateEngine,
  InflateError,
  type PackedData,
} from '../../../src/binary/containers/inflate-engine.ts';
import {scriptZstd} from '../../../src/symbols/containers/tar/script-zstd.ts';
import {nativeZstd} from '../../../src/symbols/containers/tar/unpacked-stream.ts';
import {programLike, zstd} from './sample-data.ts';
import {missing} from './unpack.ts';

const absentZstd = missing('zstd');
const zstdTest = absentZstd === '' ? test : test.skip;

const fromMemory = (packed: Uint8Array): PackedData => ({
  size: packed.length,
  readInto(offset, target) {
    const part = packed.subarray(offset, offset + target.length);
    target.set(part);
    return part.length;
  },
});

/** A frame in which a full block follows one that is not full, as a flush makes it. */
async function flushedFrame(data: Uint8Array): Promise<Buffer> {
  const stream = createZstdCompress({params: {[constants.ZSTD_c_checksumFlag]: 0}});
  const parts: Buffer[] = [];
  stream.on('data', part => parts.push(part));
  stream.write(data.subarray(0, 100_000));
  await new Promise<void>(resolve => stream.flush(() => resolve()));
  stream.end(data.subarray(100_000));
  await once(stream, 'end');
  return Buffer.concat(parts);
}

/** The rest of the data in `pieceBytes` at a time. */
function drained(engine: InflateEngine | undefined, pieceBytes: number): Buffer {
  const pieces: Uint8Array[] = [];
  for (let filled = pieceBytes; engine && filled === pieceBytes; ) {
    const piece = new Uint8Array(pieceBytes);
    filled = engine.fill(piece);
    pieces.push(piece.subarray(0, filled));
  }
  engine?.close();
  return Buffer.concat(pieces);
}

const ENGINES = [
  ['the engine of this Node', async () => nativeZstd()],
  ['the engine for a Node without zstd', scriptZstd],
] as const;

for (const [name, load] of ENGINES) {
  zstdTest(`zstd: ${name} gives back what zstd packed${absentZstd}`, async t => {
    const data = programLike(3_000_000, 4);
    const create = await load();
    for (const packed of [
      zstd(data, '-1'),
      zstd(data, '-19', '--no-check'),
      zstd(data, '--ultra', '-22', '--long=27'),
      Buffer.concat([zstd(data.subarray(0, 1_000_001)), zstd(data.subarray(1_000_001), '--no-check')]),
      zstd(Buffer.concat([data]), '--no-content-size', '--no-check', '-3'),
    ]) {
      for (const pieceBytes of [777, 131_072, 4_000_000]) {
        t.true(drained(create?.(fromMemory(packed)), pieceBytes).equals(data), `in pieces of ${pieceBytes}`);
      }
    }
  });

  test(`zstd: ${name} gives the last bytes of a frame that was flushed`, async t => {
    // Zeros: all of the frame is read at once.
    for (const length of [100_000, 231_072, 300_000, 1_000_000]) {
      const data = Buffer.alloc(length);
      const create = await load();
      t.is(drained(create?.(fromMemory(await flushedFrame(data))), 65_536).length, length);
    }
  });

  zstdTest(`zstd: ${name} ends or says so where data is damaged or cut off${absentZstd}`, async t => {
    const data = programLike(1_000_000, 5);
    const packed = zstd(data);
    const create = await load();
    const give = (bytes: Uint8Array): number => {
      const engine = create?.(fromMemory(bytes));
      try {
        return engine?.fill(new Uint8Array(data.length)) ?? 0;
      } finally {
        engine?.close();
      }
    };
    for (let at = 6; at < packed.length; at += 20_011) {
      const damaged = Buffer.from(packed);
      damaged.fill(0xff, at, at + 50);
      try {
        give(damaged);
      } catch (error) {
        t.true(error instanceof InflateError, String(error));
      }
      try {
        t.true(give(packed.subarray(0, at)) < data.length);
      } catch (error) {
        t.true(error instanceof InflateError, String(error));
      }
    }
  });

  test(`zstd: ${name} takes no window of more than 128 MiB`, async t => {
    // RFC 8878, 3.1.1: no content size, window descriptor 0xa0 (2^30 bytes), one raw last block of one byte.
    const frame = Buffer.from('28b52ffd00a009000041', 'hex');
    const create = await load();
    t.throws(() => create?.(fromMemory(frame)).fill(new Uint8Array(10)), {instanceOf: InflateError});
  });
}
