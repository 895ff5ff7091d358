import type {BinaryFacts} from '../../binary/facts.ts';
import {readDebugFacts} from '../../binary/read-binary.ts';
import {factsOfPart, firstDifference, type SplitParts} from './split-parts.ts';

/**
 * The same for a Mach-O file and the file in its dSYM bundle, which is found by its UUIDs. Whether the code signature
 * still holds is told apart: it is the user's to sign again.
 */
export function machoSplitProblem({
  original,
  stripped,
  debugFile,
}: Omit<SplitParts, 'debugName' | 'debugCrc32'>): string | null {
  const [before, after] = [factsOfPart(original), factsOfPart(stripped)];
  const differs = firstDifference(unsigned(before), unsigned(after));
  if (differs !== null) return `the stripped file differs in ${differs}`;
  if (uuidsOf(factsOfPart(debugFile)) !== uuidsOf(before)) return 'the dSYM bundle has other UUIDs';
  if (!readDebugFacts(debugFile).dwarf) return 'the dSYM bundle has no __debug_info';
  const left = readDebugFacts(stripped);
  return left.dwarf || left.debugMap ? 'the stripped file still has debug information' : null;
}

/** Whether a slice lost its signature, or has one now that does not hold. */
export function losesSignature(before: BinaryFacts, after: BinaryFacts): boolean {
  const isSigned = (facts: BinaryFacts) =>
    facts.format === 'macho' && facts.slices.some(({codeSignature}) => codeSignature === 'present');
  const isBroken = (facts: BinaryFacts) =>
    facts.format === 'macho' && facts.slices.some(({codeSignature}) => codeSignature !== 'present');
  return isSigned(before) && isBroken(after);
}

function unsigned(facts: BinaryFacts): BinaryFacts {
  if (facts.format !== 'macho') return facts;
  return {...facts, slices: facts.slices.map(slice => ({...slice, codeSignature: 'none'}))};
}

function uuidsOf(facts: BinaryFacts): string {
  return facts.format === 'macho' ? facts.slices.map(({uuid}) => uuid).join() : '';
}
