import type {ByteSource} from '../byte-source.ts';
import {FieldReader} from '../field-reader.ts';
import {PeImage} from '../pe/image.ts';
import {sectionName} from '../pe/section-names.ts';
import {SectionCollector} from './section-collector.ts';
import type {DwarfSections} from './sections.ts';

/** The DWARF of a PE file, as MinGW's compilers and clang for it write it. Throws {@link UnreadableError}. */
export function readPeDwarfSections(source: ByteSource): DwarfSections {
  const image = new PeImage(new FieldReader(source));
  const collector = new SectionCollector(source, {bits: image.headers.bits, littleEndian: true});
  for (const section of image.sections) {
    // All names of ours are longer than the eight bytes of the section table.
    if (section.rawBytes === 0 || !section.shortName.startsWith('/')) continue;
    collector.add(sectionName(image, section), section.offset, section.rawBytes, false);
  }
  return collector.done();
}
