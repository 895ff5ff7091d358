/** The 16 bytes at `at` as a Windows GUID: three little-endian integers, then eight bytes as they stand; lower-case 8-4-4-4-12 hexadecimal. */
export function formatGuid(view: DataView, at: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const tail = Array.from({length: 8}, (_, index) => hex(view.getUint8(at + 8 + index), 2)).join('');
  return [
    hex(view.getUint32(at, true), 8),
    hex(view.getUint16(at + 4, true), 4),
    hex(view.getUint16(at + 6, true), 4),
    tail.slice(0, 4),
    tail.slice(4),
  ].join('-');
}
