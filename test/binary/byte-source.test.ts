import {randomFillSync} from 'node:crypto';
import test from 'ava';
import {type ByteSource, memorySource, pagedSource} from '../../src/binary/byte-source.ts';

const PAGE = 16 * 1024;

/** Random bytes behind a source that can fill buffers, as a file's does, and that tells how much was read of it. */
function file(length: number) {
  const bytes = randomFillSync(Buffer.alloc(length));
  const memory = memorySource(bytes);
  const asked: number[] = [];
  const source: ByteSource = {
    size: length,
    read(offset, wanted) {
      asked.push(wanted);
      return memory.read(offset, wanted);
    },
    readInto(offset, target) {
      asked.push(target.length);
      return bytes.copy(target, 0, offset);
    },
  };
  return {bytes, source, asked};
}

test('reads within a page, across two, of many and past the end are the bytes of the file', t => {
  const {bytes, source} = file(5 * PAGE + 100);
  const paged = pagedSource(source);
  for (const [offset, length] of [
    [0, 4],
    [PAGE - 3, 6],
    [PAGE - 3, PAGE],
    [10, 4 * PAGE],
    [5 * PAGE + 90, 50],
    [6 * PAGE, 1],
  ] as const) {
    const expected = bytes.subarray(offset, offset + length);
    t.true(expected.equals(paged.read(offset, length)), `${length} bytes from ${offset}`);
  }
});

test('a page is read once', t => {
  const {source, asked} = file(3 * PAGE);
  const paged = pagedSource(source);
  paged.read(0, 4);
  paged.read(100, 1000);
  t.deepEqual(asked, [PAGE]);
});

test('a view stays valid while the source is open, however much is read', t => {
  const {bytes, source} = file(200 * PAGE);
  const paged = pagedSource(source);
  const first = paged.read(0, 100);
  for (let page = 1; page < 200; page += 1) paged.read(page * PAGE, 1);
  t.true(bytes.subarray(0, 100).equals(first));
});

test('sources that take over the pages of closed ones read their own bytes', t => {
  const closed = pagedSource(file(4 * PAGE).source);
  for (let page = 0; page < 4; page += 1) closed.read(page * PAGE, 1);
  closed.close?.();

  const [short, long] = [file(PAGE + 7), file(3 * PAGE)];
  const both = [pagedSource(short.source), pagedSource(long.source)] as const;
  const [shortRead, longRead] = both.map(paged => paged.read(PAGE, 100));
  t.true(short.bytes.subarray(PAGE).equals(shortRead ?? Buffer.alloc(0)));
  t.true(long.bytes.subarray(PAGE, PAGE + 100).equals(longRead ?? Buffer.alloc(0)));
});

test('a closed source that is read again starts anew', t => {
  const {bytes, source, asked} = file(PAGE);
  const paged = pagedSource(source);
  paged.read(0, 4);
  paged.close?.();
  t.true(bytes.subarray(0, 4).equals(paged.read(0, 4)));
  t.is(asked.length, 2);
});
