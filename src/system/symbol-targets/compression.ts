/** How a core file is compressed (systemd-coredump, crash reporters, administrators). */
export interface Compression {
  readonly name: 'gzip' | 'zstd' | 'lz4' | 'xz';
  /** The command that unpacks a file beside itself. */
  readonly unpack: string;
}

const MAGICS: readonly (readonly [readonly number[], Compression])[] = [
  [[0x1f, 0x8b], {name: 'gzip', unpack: 'gzip -dk'}],
  [[0x28, 0xb5, 0x2f, 0xfd], {name: 'zstd', unpack: 'zstd -d'}],
  [[0x04, 0x22, 0x4d, 0x18], {name: 'lz4', unpack: 'lz4 -dk'}],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], {name: 'xz', unpack: 'xz -dk'}],
];

/** By the first bytes of a file; null where it is not compressed. */
export function compressionOf(start: Uint8Array): Compression | null {
  return MAGICS.find(([magic]) => magic.every((byte, index) => start[index] === byte))?.[1] ?? null;
}
