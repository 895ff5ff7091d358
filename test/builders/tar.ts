const BLOCK_BYTES = 512;

/** Writes a tar archive in the GNU format: a name of more than 100 bytes stands in an entry of its own before. */
export function tarOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [name, data] of files) {
    const bytes = Buffer.from(`${name}\0`);
    if (bytes.length > 100) parts.push(tarHeader('././@LongLink', 'L', bytes.length), padded(bytes));
    parts.push(tarHeader(name, '0', data.length), padded(data));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK_BYTES)]);
}

/** A header block with its checksum; the name is cut to its field. */
export function tarHeader(name: string, type: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  header.write(name.slice(0, 100), 0);
  header.write('0000644\x000000000\x000000000\0', 100);
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0        ', 136);
  header.write(`${type}`, 156);
  header.write('ustar  \0', 257);
  return withChecksum(header);
}

/** The header with the checksum that it should have. */
export function withChecksum(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function padded(data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(Math.ceil(data.length / BLOCK_BYTES) * BLOCK_BYTES);
  bytes.set(data);
  return bytes;
}
