import type {ByteSource} from '../../binary/byte-source.ts';
import {FieldReader} from '../../binary/field-reader.ts';
import {PeImage} from '../../binary/pe/image.ts';
import {sectionName} from '../../binary/pe/section-names.ts';
import {readDebugFacts} from '../../binary/read-binary.ts';
import {linkProblem} from './prove-elf-split.ts';
import {factsOfPart, firstDifference, type SplitParts} from './split-parts.ts';

/**
 * What may differ: DWARF lies in sections of the image, which becomes smaller with them, and a signature does not hold
 * for other bytes.
 */
const MAY_DIFFER: ReadonlySet<string> = new Set(['imageSizeBytes', 'hardening']);

/** The same for a PE file with DWARF in it (MinGW). Throws UnreadableError for parts that are no binaries. */
export function peSplitProblem(parts: SplitParts): string | null {
  const {original, stripped, debugFile} = parts;
  const differs = firstDifference(factsOfPart(original), factsOfPart(stripped), MAY_DIFFER);
  if (differs !== null) return `the stripped file differs in ${differs}`;
  if (!readDebugFacts(debugFile).dwarf) return 'the debug file has no .debug_info';
  return linkProblem(parts) ?? sectionProblem(original, stripped);
}

function sectionProblem(original: ByteSource, stripped: ByteSource): string | null {
  const after = contents(stripped);
  for (const [rva, {name, bytes}] of contents(original)) {
    if (/^\.z?debug_|^\.gnu_debuglink$/.test(name)) continue;
    const other = after.get(rva);
    if (!other || Buffer.compare(bytes, other.bytes) !== 0)
      return `the stripped file has other bytes in ${name}`;
  }
  return null;
}

/** Sections by where they lie in memory; the zeros at their ends are the loader's as well as the file's. */
function contents(source: ByteSource): ReadonlyMap<number, {readonly name: string; readonly bytes: Buffer}> {
  const image = new PeImage(new FieldReader(source));
  return new Map(
    image.sections.map(section => {
      const bytes = Buffer.from(source.read(section.offset, section.rawBytes));
      let end = bytes.length;
      while (end > 0 && bytes[end - 1] === 0) end -= 1;
      return [section.rva, {name: sectionName(image, section), bytes: bytes.subarray(0, end)}];
    }),
  );
}
