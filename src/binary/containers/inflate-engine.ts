import {constants, createInflateRaw, type Gunzip, type InflateRaw, type ZstdDecompress} from 'node:zlib';
import {Inflate} from 'fflate';

/** Deflated bytes, read in order. */
export interface PackedData {
  readonly size: number;
  /** Fills `target` from `offset` on; returns the number of bytes, fewer where the data ends. */
  readInto(offset: number, target: Uint8Array): number;
}

/** Inflates from the start of the data on, as far as it is asked. */
export interface InflateEngine {
  /** Fills `output` with what follows; returns fewer bytes only where the data ends. Throws an InflateError on broken data. */
  fill(output: Uint8Array): number;
  close(): void;
}

/** Thrown by engines for bytes that are no deflate stream. */
export class InflateError extends Error {}

/** How much deflated data an engine takes at once, in bytes. */
const INPUT_BYTES = 32 * 1024;

/** zlib's engine where this Node lets us drive it, else one in JavaScript that is some five times slower. */
export function createInflateEngine(packed: PackedData): InflateEngine {
  return nativeEngine(packed) ?? scriptEngine(packed);
}

/**
 * What Node's zlib streams hold inside, by which they are driven synchronously: Node has no public way to inflate a
 * stream piece by piece without an event loop, and readers are synchronous. pngjs has relied on the same two since
 * Node 9. `state` is [space left in the output, bytes left in the input] after a call.
 */
interface ZlibHandle {
  onerror: (message: string) => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
}

/** Those of Node's streams that are driven so. */
export type ZlibStream = InflateRaw | Gunzip | ZstdDecompress;

function internals(stream: ZlibStream): {handle: ZlibHandle; state: Uint32Array} | null {
  if (!('_handle' in stream && '_writeState' in stream)) return null;
  const {_handle: handle, _writeState: state} = stream;
  if (!(state instanceof Uint32Array) || typeof handle !== 'object' || handle === null) return null;
  if (!('writeSync' in handle && typeof handle.writeSync === 'function' && 'onerror' in handle)) return null;
  // A checked border: the two members that we use are there; their signatures are pinned by the tests on each Node.
  return {handle: handle as ZlibHandle, state};
}

/** The engine on Node's own zlib; null where this Node's streams look different inside. */
export function nativeEngine(packed: PackedData): InflateEngine | null {
  // The stream itself is never written to: the least buffer that it accepts.
  return drivenEngine(packed, createInflateRaw({chunkSize: constants.Z_MIN_CHUNK}));
}

/**
 * The engine on one of Node's streams, which is not used for anything else; null where it looks different inside.
 * `flush`: what each call says, in the numbers of the stream's own library.
 */
export function drivenEngine(
  packed: PackedData,
  stream: ZlibStream,
  flush: number = constants.Z_SYNC_FLUSH,
): InflateEngine | null {
  const inside = internals(stream);
  if (!inside) {
    stream.close();
    return null;
  }
  const {handle, state} = inside;
  let failure: string | null = null;
  handle.onerror = message => {
    failure = message;
  };
  const input = Buffer.allocUnsafeSlow(Math.min(INPUT_BYTES, Math.max(1, packed.size)));
  let inputStart = 0;
  let inputEnd = 0;
  let nextOffset = 0;

  return {
    fill(output) {
      let filled = 0;
      while (filled < output.length) {
        if (inputStart === inputEnd) {
          inputStart = 0;
          inputEnd = packed.readInto(nextOffset, input.subarray(0, packed.size - nextOffset));
          nextOffset += inputEnd;
        }
        const given = inputEnd - inputStart;
        const space = output.length - filled;
        handle.writeSync(flush, input, inputStart, given, output, filled, space);
        if (failure !== null) throw new InflateError(failure);
        const [spaceLeft = 0, inputLeft = 0] = state;
        filled += space - spaceLeft;
        inputStart = inputEnd - inputLeft;
        const stuck = spaceLeft === space && inputLeft === given;
        if (stuck) break;
      }
      return filled;
    },
    close: () => stream.close(),
  };
}

/** fflate takes less at once: what a piece inflates to, up to 1,032 times as much, it holds in one buffer. */
const SCRIPT_INPUT_BYTES = 8 * 1024;

/** The engine in JavaScript. */
export function scriptEngine(packed: PackedData): InflateEngine {
  return pushedEngine(packed, onData => new Inflate(onData));
}

/** The engine on a decompressor that is given pieces and calls `onData` with what they hold. */
export function pushedEngine(
  packed: PackedData,
  start: (onData: (chunk: Uint8Array) => void) => {push(chunk: Uint8Array): void},
): InflateEngine {
  const ready: Uint8Array[] = [];
  const inflate = start(chunk => {
    if (chunk.length > 0) ready.push(chunk);
  });
  let nextOffset = 0;

  const inflateMore = (): boolean => {
    if (nextOffset >= packed.size) return false;
    const input = new Uint8Array(Math.min(SCRIPT_INPUT_BYTES, packed.size - nextOffset));
    const count = packed.readInto(nextOffset, input);
    if (count === 0) return false;
    nextOffset += count;
    try {
      inflate.push(input.subarray(0, count));
    } catch (error) {
      throw new InflateError(error instanceof Error ? error.message : 'broken data');
    }
    return true;
  };

  return {
    fill(output) {
      let filled = 0;
      while (filled < output.length) {
        const [chunk] = ready;
        if (chunk === undefined) {
          if (!inflateMore()) break;
          continue;
        }
        const taken = chunk.subarray(0, output.length - filled);
        output.set(taken, filled);
        filled += taken.length;
        if (taken.length === chunk.length) ready.shift();
        else ready[0] = chunk.subarray(taken.length);
      }
      return filled;
    },
    close() {
      nextOffset = packed.size;
      ready.length = 0;
    },
  };
}
