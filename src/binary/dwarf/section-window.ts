import type {ByteSource} from '../byte-source.ts';
import {UnreadableError} from '../unreadable.ts';

/** One section of a file as a source of its own. Throws {@link UnreadableError} `truncated`, naming the section. */
export function sectionWindow(source: ByteSource, offset: number, size: number, name: string): ByteSource {
  if (offset + size > source.size) {
    throw new UnreadableError('truncated', `the section ${name} lies past the end of the file`);
  }
  const inside = (at: number): number => Math.min(Math.max(at, 0), size);
  const readInto = source.readInto?.bind(source);
  return {
    size,
    ...(readInto && {
      readInto: (at: number, target: Uint8Array) =>
        readInto(offset + inside(at), target.subarray(0, size - inside(at))),
    }),
    read(at, length) {
      const start = inside(at);
      return source.read(offset + start, inside(start + length) - start);
    },
    window(at) {
      const start = inside(at);
      // Names are looked for in what a source has at hand; one without pages reads 4 KiB.
      const bytes = source.window?.(offset + start) ?? source.read(offset + start, 4096);
      return bytes.subarray(0, size - start);
    },
  };
}
