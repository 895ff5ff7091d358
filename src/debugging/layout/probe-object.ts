/** What templates/runtime/walker/layout-probe.c says of one build of CPython. */
export interface ProbedLayout {
  /** PY_VERSION of the headers, such as `3.12.1`. */
  readonly version: string;
  readonly minor: number;
  readonly isFreeThreaded: boolean;
  /** Offsets and sizes in bytes, by the walker's names. */
  readonly values: ReadonlyMap<string, number>;
}

/** `struct pyxdbg_layout` of layout-probe.c, which compilers for 64 bits lay out alike. */
const MAGIC = 'pyxdbg-layout-probe:1';
const TEXT_BYTES = 24;
const NAME_BYTES = 40;
const VALUE_BYTES = NAME_BYTES + 8;
const MAX_VALUES = 128;
const HEAD_BYTES = 2 * TEXT_BYTES + 16;

/**
 * Reads the values from an object file as a compiler has written it: they are one constant of its data, found by the
 * words that it begins with. Null where there is none, or not the whole of it.
 */
export function probedLayout(object: Uint8Array): ProbedLayout | null {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength);
  const start = bytes.indexOf(`${MAGIC}\0`);
  if (start < 0 || start + HEAD_BYTES + MAX_VALUES * VALUE_BYTES > bytes.length) return null;
  const number = bytes.readBigUInt64LE(start + 2 * TEXT_BYTES);
  const values = new Map<string, number>();
  for (let at = start + HEAD_BYTES; values.size < MAX_VALUES; at += VALUE_BYTES) {
    const name = textAt(bytes, at, NAME_BYTES);
    if (name === '') break;
    values.set(name, Number(bytes.readBigUInt64LE(at + NAME_BYTES)));
  }
  return {
    version: textAt(bytes, start + TEXT_BYTES, TEXT_BYTES),
    minor: Number((number >> 16n) & 255n),
    isFreeThreaded: bytes.readBigUInt64LE(start + 2 * TEXT_BYTES + 8) === 1n,
    values,
  };
}

function textAt(bytes: Buffer, start: number, size: number): string {
  const field = bytes.subarray(start, start + size);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end < 0 ? size : end);
}

/** A line that gives one value, or includes one of the headers that change from version to version. */
const OWN_LINE = /^\s*(?:OFFSET|VALUE)\(.*\),$|^#include "internal\//;

/** An error, and where gcc says that what it is in comes from; a compiler that gives no warnings says it of errors alone. */
const BLAMED = /^(.*?):(\d+):(?:\d+:)? (?:(?:fatal )?error:|note: in expansion of macro)/;

/**
 * The probe's source without the lines of its own that a compiler has refused, so that a field which a later CPython no
 * longer has does not cost the others; null where none of its lines is to blame. Lines keep their numbers.
 */
export function withoutRefused(source: string, file: string, said: string): string | null {
  const lines = source.split('\n');
  let isChanged = false;
  for (const message of said.split('\n')) {
    const [, name, number] = BLAMED.exec(message) ?? [];
    const at = Number(number) - 1;
    if (name !== file || !OWN_LINE.test(lines[at] ?? '')) continue;
    lines[at] = '';
    isChanged = true;
  }
  return isChanged ? lines.join('\n') : null;
}
