import type {ByteSource} from '../byte-source.ts';
import {elfCompressed, gnuCompressed} from './compressed-section.ts';
import {InflateLimits} from './inflated-section.ts';
import {sectionWindow} from './section-window.ts';
import {type DwarfSectionName, type DwarfSections, dwarfSection} from './sections.ts';

/** Gathers the DWARF of one file while a reader goes through its section table. */
export class SectionCollector {
  readonly #source: ByteSource;
  readonly #shape: {readonly bits: 32 | 64; readonly littleEndian: boolean};
  readonly #limits: InflateLimits;
  readonly #isScattered: boolean;
  readonly #sections = new Map<DwarfSectionName, ByteSource>();

  /** `isScattered`: all sections are read here and there, not the strings alone. */
  constructor(
    source: ByteSource,
    shape: {readonly bits: 32 | 64; readonly littleEndian: boolean},
    isScattered = false,
  ) {
    this.#source = source;
    this.#isScattered = isScattered;
    this.#shape = shape;
    this.#limits = new InflateLimits(source.size);
  }

  /**
   * Takes a section if it is one of ours and the first of its name; place in bytes of the file. Throws
   * {@link UnreadableError}.
   */
  add(name: string, offset: number, size: number, isElfCompressed: boolean): void {
    const known = dwarfSection(name);
    if (!known || this.#sections.has(known.name)) return;
    const stored = sectionWindow(this.#source, offset, size, name);
    const inflation = {
      limits: this.#limits,
      isScattered: this.#isScattered || known.name === 'str' || known.name === 'line_str',
    };
    const section = isElfCompressed
      ? elfCompressed(stored, this.#shape, inflation)
      : known.isOldCompressed
        ? gnuCompressed(stored, inflation)
        : stored;
    this.#sections.set(known.name, section);
  }

  done(): DwarfSections {
    return {littleEndian: this.#shape.littleEndian, sections: this.#sections};
  }
}
