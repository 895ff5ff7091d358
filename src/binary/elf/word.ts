import type {ElfHeader} from './elf-header.ts';

/**
 * An address-sized integer of a file of this class. Above 2^53 it loses its low bits; no file reaches that far, so
 * what it means (an address or offset that is nowhere) stays the same.
 */
export function readWord(
  view: DataView,
  at: number,
  {bits, reader}: Pick<ElfHeader, 'bits' | 'reader'>,
): number {
  const little = reader.littleEndian;
  if (bits === 32) return view.getUint32(at, little);
  const first = view.getUint32(at, little);
  const second = view.getUint32(at + 4, little);
  return little ? second * 2 ** 32 + first : first * 2 ** 32 + second;
}
