import {
  type InflateEngine,
  InflateError,
  type PackedData,
} from '../../../binary/containers/inflate-engine.ts';

/** How much compressed data the decoder takes at once, in bytes. */
const INPUT_BYTES = 32 * 1024;

/**
 * Zstandard for a Node without it, by zstddec: the reference decoder as WebAssembly (85 KB, no other package). fzstd, in
 * plain JavaScript, moves its whole window for every block: 128 MiB for each 128 KiB of a large archive.
 * An engine that is closed early leaves its buffers to the end of the process.
 */
export async function scriptZstd(): Promise<(packed: PackedData) => InflateEngine> {
  const {ZSTDDecoder} = await import('zstddec/stream');
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return packed => engineOf(packed, inputs => decoder.decodeStreaming(inputs));
}

function engineOf(
  packed: PackedData,
  decode: (inputs: Iterable<Uint8Array>) => Generator<Uint8Array>,
): InflateEngine {
  let taken = 0;
  const inputs = function* (): Generator<Uint8Array> {
    for (let offset = 0; offset < packed.size; ) {
      const input = new Uint8Array(Math.min(INPUT_BYTES, packed.size - offset));
      const count = packed.readInto(offset, input);
      if (count === 0) break;
      offset += count;
      taken += 1;
      yield input.subarray(0, count);
    }
  };
  const outputs = decode(inputs());
  let chunk: Uint8Array = new Uint8Array(0);

  /** The next bytes that are not none; false at the end. */
  const advance = (): boolean => {
    let takenBefore = -1;
    for (;;) {
      const {value, done} = next(outputs);
      if (done || !value) return false;
      chunk = value;
      if (chunk.length > 0) return true;
      // It does not say when it meets damage, but gives nothing for ever.
      if (taken === takenBefore) throw new InflateError('its zstd data is damaged');
      takenBefore = taken;
    }
  };

  return {
    fill(output) {
      let filled = 0;
      while (filled < output.length) {
        if (chunk.length === 0 && !advance()) break;
        const part = chunk.subarray(0, output.length - filled);
        output.set(part, filled);
        filled += part.length;
        chunk = chunk.subarray(part.length);
      }
      return filled;
    },
    close() {
      outputs.return(undefined);
    },
  };
}

function next(outputs: Generator<Uint8Array>): IteratorResult<Uint8Array> {
  try {
    return outputs.next();
  } catch (error) {
    // A trap of WebAssembly, or data that ends early.
    throw new InflateError(error instanceof Error ? error.message : 'its zstd data is damaged');
  }
}
