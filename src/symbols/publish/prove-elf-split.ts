import type {ByteSource} from '../../binary/byte-source.ts';
import {readElfDebugFile} from '../../binary/elf/debug-file.ts';
import {type NamedSection, readNamedSections} from '../../binary/elf/named-sections.ts';
import {readDebugFacts} from '../../binary/read-binary.ts';
import {factsOfPart, firstDifference, type SplitParts} from './split-parts.ts';

/**
 * One clause why the parts of an ELF file are not right, or null. The stripped file must be the same program: all that
 * the loader reads of it, and every section in memory byte for byte. Throws UnreadableError for parts that are no
 * binaries.
 */
export function elfSplitProblem(parts: SplitParts): string | null {
  const {original, stripped, debugFile} = parts;
  const facts = factsOfPart(original);
  const differs = firstDifference(facts, factsOfPart(stripped));
  if (differs !== null) return `the stripped file differs in ${differs}`;
  const wanted = facts.format === 'elf' ? facts.buildId : null;
  const debug = readElfDebugFile(debugFile);
  if (!debug) return 'the debug file has code in it';
  const {buildId, dwarf} = debug;
  if (buildId !== wanted)
    return `the debug file has the build-id ${buildId ?? 'none'}, not ${wanted ?? 'none'}`;
  if (!dwarf) return 'the debug file has no .debug_info';
  return linkProblem(parts) ?? sectionProblem(original, stripped);
}

/** One clause why the stripped file does not lead to its debug file, or null. */
export function linkProblem({stripped, debugName, debugCrc32}: SplitParts): string | null {
  const {dwarf, debugLink} = readDebugFacts(stripped);
  if (dwarf) return 'the stripped file still has .debug_info';
  if (debugLink?.file !== debugName) {
    return `the stripped file names the debug file ${debugLink?.file ?? 'of no name'}, not ${debugName}`;
  }
  return debugLink.crc32 === debugCrc32 ? null : 'the stripped file has another CRC-32 than the debug file';
}

function sectionProblem(original: ByteSource, stripped: ByteSource): string | null {
  const left = readNamedSections(stripped);
  const debug = left.find(({name}) => /^\.z?debug_/.test(name));
  if (debug) return `the stripped file still has ${debug.name}`;
  const [before, after] = [readNamedSections(original).filter(inMemory), left.filter(inMemory)];
  const isSameList = before.map(place).join() === after.map(place).join();
  if (!isSameList) return 'the stripped file has other sections in memory';
  const changed = before.find((section, index) => {
    const other = after[index];
    return other && section.isInFile && !sameBytes(original, section, stripped, other);
  });
  return changed ? `the stripped file has other bytes in ${changed.name}` : null;
}

const inMemory = ({isAllocated}: NamedSection): boolean => isAllocated;
const place = ({name, address, size, isInFile}: NamedSection): string =>
  `${name} ${address} ${size} ${isInFile}`;

/** Bytes compared in one go. */
const CHUNK_BYTES = 1024 * 1024;

function sameBytes(a: ByteSource, inA: NamedSection, b: ByteSource, inB: NamedSection): boolean {
  // A size that a file only claims must not become work.
  if (inA.offset + inA.size > a.size || inB.offset + inB.size > b.size) return false;
  for (let at = 0; at < inA.size; at += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, inA.size - at);
    if (Buffer.compare(a.read(inA.offset + at, length), b.read(inB.offset + at, length)) !== 0) return false;
  }
  return true;
}
