import type {BinaryFacts, DebugFacts} from '../../binary/facts.ts';
import {pdbIdentity} from '../identify.ts';
import type {Identity} from '../identity.ts';

/** One clause why DWARF in a binary cannot be taken out of it, or null. */
export function whyImpossible(facts: BinaryFacts, {dwarf}: DebugFacts): string | null {
  if (facts.format !== 'macho' || !dwarf) return null;
  return 'its DWARF is in the file itself, and dsymutil collects that of object files only';
}

/** One clause why nothing is to be taken out. */
export function whyKept(facts: BinaryFacts): string {
  const pdb = facts.format === 'pe' && facts.codeView ? pdbIdentity(facts.codeView) : null;
  if (pdb?.kind === 'pdb') return `has no debug information in it, and no ${pdb.file} that matches is there`;
  return 'has no debug information in it';
}

/** What the debug file of a binary is found by. `crc32`: of the whole debug file. */
export function identityOfSplit(facts: BinaryFacts, name: string, crc32: () => number): Identity | null {
  if (facts.format === 'macho') {
    return {kind: 'uuid', uuids: facts.slices.flatMap(({uuid}) => uuid ?? [])};
  }
  if (facts.format === 'elf' && facts.buildId !== null) return {kind: 'build-id', id: facts.buildId};
  return {kind: 'debuglink', file: `${name}.debug`, crc32: crc32()};
}

/** What a maintainer must know of a binary that was split. */
export function notesOf(facts: BinaryFacts, identity: Identity | null, losesSignature: boolean): string[] {
  const notes: string[] = [];
  if (losesSignature) {
    const cure = facts.format === 'macho' ? ' (codesign --force --sign IDENTITY FILE)' : '';
    notes.push(`its signature does not hold any more: sign it again${cure}`);
  }
  if (facts.format === 'elf' && identity?.kind === 'debuglink') {
    notes.push(
      'has no build-id, so servers cannot have its debug file: it is found beside the binary, by name and CRC-32; link with -Wl,--build-id',
    );
  }
  return notes;
}
