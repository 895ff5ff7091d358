import {decodeText} from '../field-reader.ts';
import type {PeImage} from './image.ts';
import type {PeSection} from './sections.ts';

const SYMBOL_BYTES = 18;

/** Names are cut here, longer than any that means something to us: thousands of sections may share one endless name. */
const MAX_SECTION_NAME_BYTES = 64;

/**
 * The full name of a section. `/123` is a decimal offset into the COFF string table, which follows the symbols;
 * LLVM writes offsets of more than seven digits as `//` and six digits of base 64. A reference that leads nowhere
 * leaves the short name.
 */
export function sectionName(image: PeImage, section: PeSection): string {
  const {symbolTableOffset, symbolCount} = image.headers;
  const position = stringPosition(section.shortName);
  if (position === null || symbolTableOffset === 0) return section.shortName;
  const offset = symbolTableOffset + symbolCount * SYMBOL_BYTES + position;
  const bytes = image.reader.source.read(offset, MAX_SECTION_NAME_BYTES);
  const end = bytes.indexOf(0);
  return bytes.length > 0 ? decodeText(end < 0 ? bytes : bytes.subarray(0, end)) : section.shortName;
}

function stringPosition(shortName: string): number | null {
  if (/^\/\d+$/.test(shortName)) return Number(shortName.slice(1));
  if (!/^\/\/[A-Za-z0-9+/]{6}$/.test(shortName)) return null;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return [...shortName.slice(2)].reduce((value, digit) => value * 64 + alphabet.indexOf(digit), 0);
}
