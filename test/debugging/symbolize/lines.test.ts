import test from 'ava';
import {lineBlocks} from '../../../src/debugging/symbolize/lines.ts';

async function blocksOf(chunks: readonly string[], lines: number, bytes: number): Promise<string[][]> {
  const input = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  };
  const blocks = [];
  for await (const block of lineBlocks(input(), lines, bytes)) blocks.push(block.map(String));
  return blocks;
}

test('a block holds the lines that have come, and no more than so many', async t => {
  t.deepEqual(await blocksOf(['a\nb', 'c\r\n', '\nd\ne\nf'], 2, 100), [
    ['a\n'],
    ['bc\r\n'],
    ['\n', 'd\n'],
    ['e\n'],
    ['f'],
  ]);
  t.deepEqual(await blocksOf(['', ''], 2, 100), []);
});

test('a line that is too long comes in parts', async t => {
  t.deepEqual(await blocksOf(['12345', '67', '8\n9'], 2, 4), [['12345'], ['678\n'], ['9']]);
});
