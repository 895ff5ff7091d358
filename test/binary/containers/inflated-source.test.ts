import {crc32, deflateRawSync} from 'node:zlib';
import test from 'ava';
import {
  createInflateEngine,
  type InflateEngine,
  InflateError,
  nativeEngine,
  type PackedData,
  scriptEngine,
} from '../../../src/binary/containers/inflate-engine.ts';
import {inflatedSource} from '../../../src/binary/containers/inflated-source.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';

const MIB = 1024 * 1024;

/** Bytes that differ from place to place and shrink to a third. */
function sample(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = 1;
  for (let index = 0; index + 4 <= length; index += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE((state >>> 20) | (index & 0x00ff0000), index);
  }
  return bytes;
}

function packedOf(bytes: Uint8Array): PackedData {
  const packed = deflateRawSync(bytes, {level: 1});
  return fromMemory(packed);
}

function fromMemory(packed: Uint8Array): PackedData {
  return {
    size: packed.length,
    readInto(offset, target) {
      const part = packed.subarray(offset, offset + target.length);
      target.set(part);
      return part.length;
    },
  };
}

test("this Node's zlib can be driven piece by piece", t => {
  const engine = nativeEngine(packedOf(sample(1000)));
  t.not(engine, null);
  engine?.close();
});

const engines: readonly [string, (packed: PackedData) => InflateEngine | null][] = [
  ['the native engine', nativeEngine],
  ['the engine in JavaScript', scriptEngine],
];

for (const [name, create] of engines) {
  test(`${name} gives the data back, whatever the length of the pieces`, t => {
    const bytes = sample(3 * MIB + 17);
    for (const pieceBytes of [777, 65_536, 2 * MIB]) {
      const engine = create(packedOf(bytes));
      const piece = new Uint8Array(pieceBytes);
      const pieces: Uint8Array[] = [];
      let filled = pieceBytes;
      while (engine && filled === pieceBytes) {
        filled = engine.fill(piece);
        pieces.push(piece.slice(0, filled));
      }
      engine?.close();
      t.true(Buffer.concat(pieces).equals(bytes), `in pieces of ${pieceBytes}`);
    }
  });

  test(`${name} says that data is broken`, t => {
    const engine = create(fromMemory(Buffer.from('ffffffffffff', 'hex')));
    t.throws(() => engine?.fill(new Uint8Array(100)), {instanceOf: InflateError});
    engine?.close();
  });

  test(`${name} ends where data is cut off`, t => {
    const bytes = sample(100_000);
    const whole = deflateRawSync(bytes);
    const engine = create(fromMemory(whole.subarray(0, whole.length >>> 1)));
    const filled = engine?.fill(new Uint8Array(100_000)) ?? 0;
    t.true(filled > 0 && filled < 100_000);
    engine?.close();
  });
}

test('gives the same bytes for any order of reads', t => {
  const bytes = sample(24 * MIB);
  const source = inflatedSource({packed: packedOf(bytes), sizeBytes: bytes.length, crc32: crc32(bytes)});
  for (const offset of [0, 23 * MIB, 12, 20 * MIB + 5, 65_530, 19 * MIB, 23 * MIB + 100, 5 * MIB]) {
    t.true(
      Buffer.from(source.read(offset, 70_000)).equals(bytes.subarray(offset, offset + 70_000)),
      `at ${offset}`,
    );
  }
  source.close();
});

/** A source that counts how often inflation starts. */
function counted(bytes: Buffer): {source: ReturnType<typeof inflatedSource>; starts: () => number} {
  let starts = 0;
  const source = inflatedSource(
    {packed: packedOf(bytes), sizeBytes: bytes.length, crc32: crc32(bytes)},
    packed => {
      starts += 1;
      return createInflateEngine(packed);
    },
  );
  return {source, starts: () => starts};
}

test('keeps the front and what was read last', t => {
  const {source, starts} = counted(sample(40 * MIB));
  source.read(0, 16);
  source.read(39 * MIB, 16);
  source.read(38.5 * MIB, 16);
  source.read(3 * MIB, 16);
  source.read(39 * MIB, 16);
  t.is(starts(), 1);
  source.close();
});

test('inflates only as far as it is read', t => {
  const bytes = sample(40 * MIB);
  const packed = packedOf(bytes);
  let furthest = 0;
  const watched: PackedData = {
    size: packed.size,
    readInto(offset, target) {
      furthest = Math.max(furthest, offset + target.length);
      return packed.readInto(offset, target);
    },
  };
  const source = inflatedSource({packed: watched, sizeBytes: bytes.length, crc32: crc32(bytes)});
  source.read(MIB, 100);
  t.true(furthest < packed.size / 10, `read ${furthest} of ${packed.size} bytes`);
  source.close();
});

test('gives up on a reader that makes it start over and over', t => {
  const {source, starts} = counted(sample(100 * MIB));
  const error = t.throws(
    () => {
      for (let turn = 0; turn < 100; turn += 1) {
        for (let at = 10; at < 100; at += 1) source.read(at * MIB, 1);
      }
    },
    {instanceOf: UnreadableError},
  );
  t.is(error?.unreadable.reason, 'unsupported');
  t.true(starts() <= 7, `${starts()} starts`);
  t.throws(() => source.read(0, 1), {is: error}, 'and stays so');
  source.close();
});

test('can be read again after it gave its pages back', t => {
  const bytes = sample(2 * MIB);
  const source = inflatedSource({packed: packedOf(bytes), sizeBytes: bytes.length, crc32: crc32(bytes)});
  for (let turn = 0; turn < 2; turn += 1) {
    t.true(Buffer.from(source.read(0, bytes.length)).equals(bytes));
    source.close();
  }
});

test('an empty member has no bytes', t => {
  const source = inflatedSource({packed: packedOf(Buffer.alloc(0)), sizeBytes: 0, crc32: 0});
  t.is(source.read(0, 10).length, 0);
  source.close();
});
