/**
 * Lines of a stream with what ends them, in blocks of so many; a line that is too long comes in parts. A block ends with
 * its chunk: who follows a program sees what it has written, and no more is held than has come at once.
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array>,
  linesInBlock: number,
  maxLineBytes: number,
): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let block: Buffer[] = [];
    let bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
      block.push(bytes.subarray(0, end + 1));
      bytes = bytes.subarray(end + 1);
      if (block.length >= linesInBlock) {
        yield block;
        block = [];
      }
    }
    if (bytes.length > maxLineBytes) {
      block.push(bytes);
      bytes = Buffer.alloc(0);
    }
    rest = bytes;
    if (block.length > 0) yield block;
  }
  if (rest.length > 0) yield [rest];
}
