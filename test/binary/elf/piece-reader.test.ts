import test from 'ava';
import {type ByteSource, memorySource, pagedSource} from '../../../src/binary/byte-source.ts';
import {PieceReader} from '../../../src/binary/elf/piece-reader.ts';
import {FieldReader} from '../../../src/binary/field-reader.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';

const LONG = 64 * 1024;

/** A source that can fill a buffer, and counts how often it does. */
function fillingSource(bytes: Uint8Array): ByteSource & {fills: number} {
  const inner = memorySource(bytes);
  const source = {
    ...inner,
    fills: 0,
    readInto(offset: number, target: Uint8Array): number {
      source.fills++;
      const found = inner.read(offset, target.length);
      target.set(found);
      return found.length;
    },
  };
  return source;
}

const BYTES = Uint8Array.from({length: 4 * LONG}, (_, i) => (i * 7 + (i >> 8)) & 0xff);

test('long pieces have the bytes of the source, and share one buffer', t => {
  const source = fillingSource(BYTES);
  const pieces = new PieceReader(new FieldReader(pagedSource(source)));
  const first = pieces.piece(5, LONG, 'a table');
  t.deepEqual(Buffer.from(first), Buffer.from(BYTES.subarray(5, 5 + LONG)));
  const second = pieces.piece(LONG, LONG - 1, 'a table');
  t.deepEqual(Buffer.from(second), Buffer.from(BYTES.subarray(LONG, 2 * LONG - 1)));
  t.is(second.buffer, first.buffer);
  t.is(source.fills, 2);
});

test('short pieces, and those of a source that fills no buffer, are read as always', t => {
  const source = fillingSource(BYTES);
  const short = new PieceReader(new FieldReader(source)).piece(9, 100, 'a table');
  t.deepEqual(Buffer.from(short), Buffer.from(BYTES.subarray(9, 109)));
  t.is(source.fills, 0);
  const plain = new PieceReader(new FieldReader(memorySource(BYTES))).piece(9, LONG, 'a table');
  t.deepEqual(Buffer.from(plain), Buffer.from(BYTES.subarray(9, 9 + LONG)));
});

test('a piece past the end is truncated, and so is one of a file that shrank', t => {
  const pieces = new PieceReader(new FieldReader(fillingSource(BYTES)));
  t.throws(() => pieces.piece(BYTES.length - LONG + 1, LONG, 'a table'), {
    instanceOf: UnreadableError,
    message: 'a table lies past the end of the file',
  });
  const shrunk = {...fillingSource(BYTES.subarray(0, 10)), size: BYTES.length};
  t.throws(() => new PieceReader(new FieldReader(shrunk)).piece(0, LONG, 'a table'), {
    instanceOf: UnreadableError,
    message: /became shorter/,
  });
});
