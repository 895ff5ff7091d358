/** What a block of lines holds at most, and how long it waits for more. */
export interface BlockLimits {
  readonly lines: number;
  readonly bytes: number;
  readonly lineBytes: number;
  readonly waitMs: number;
}

/**
 * Lines of a stream with what ends them, in blocks; a line that is too long comes in parts. Where the stream pauses, what
 * has come goes on: a program may be writing it.
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array>,
  limits: BlockLimits,
): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  let block: Buffer[] = [];
  let size = 0;
  const add = (line: Buffer): boolean => {
    block.push(line);
    size += line.length;
    return block.length >= limits.lines || size >= limits.bytes;
  };
  const take = (): readonly Buffer[] => {
    const taken = block;
    [block, size] = [[], 0];
    return taken;
  };
  const input = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = input.next();
      if (block.length > 0 && !(await comesWithin(limits.waitMs, next))) yield take();
      const {done, value} = await next;
      if (done) break;
      let bytes = rest.length === 0 ? Buffer.from(value) : Buffer.concat([rest, value]);
      for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
        if (add(bytes.subarray(0, end + 1))) yield take();
        bytes = bytes.subarray(end + 1);
      }
      if (bytes.length > limits.lineBytes) {
        if (add(bytes)) yield take();
        bytes = Buffer.alloc(0);
      }
      rest = bytes;
    }
    if (rest.length > 0) block.push(rest);
    if (block.length > 0) yield block;
  } finally {
    await input.return?.();
  }
}

async function comesWithin(ms: number, next: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([next.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
