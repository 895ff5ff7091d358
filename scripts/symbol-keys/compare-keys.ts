import {win32} from 'node:path';
import {imageIndex, pdbIndex} from '../../src/symbols/keys.ts';
import type {Extracted} from './extract.ts';
import {askLlvmNotes, askLlvmReadobj, askReadelf, askSymstore, type PeFields} from './judges.ts';

/** The programs to ask. */
export interface Judges {
  readonly llvmReadobj: string;
  readonly readelf: string;
  /** A Python that has PyPI's symstore; null leaves that judge out. */
  readonly symstorePython: string | null;
}

/** How many answers agreed, of those that were compared. */
export class KeyTally {
  readonly counts = new Map<string, {same: number; of: number}>();
  readonly differences: string[] = [];

  add(what: string, shown: string, ours: string | null, theirs: string | null): void {
    const count = this.counts.get(what) ?? {same: 0, of: 0};
    this.counts.set(what, count);
    count.of += 1;
    if (ours === theirs) count.same += 1;
    else this.differences.push(`${shown}: ${what}: ${ours}, not ${theirs}`);
  }
}

/** Holds what pyxdbg says of PE and ELF files against the judges. */
export function compareKeys(
  binaries: readonly Extracted[],
  {llvmReadobj, readelf, symstorePython}: Judges,
  tally: KeyTally,
): void {
  const pe = binaries.filter(({subject}) => subject.format === 'pe');
  const elf = binaries.filter(({subject}) => subject.format === 'elf');
  const files = pe.map(({file}) => file);
  const fields = pe.length > 0 ? askLlvmReadobj(llvmReadobj, files) : new Map<string, PeFields>();
  const stored = pe.length > 0 && symstorePython !== null ? askSymstore(symstorePython, files) : null;
  for (const one of pe) comparePe(one, fields.get(one.file), stored, tally);
  const buildIds =
    elf.length > 0
      ? askReadelf(
          readelf,
          elf.map(({file}) => file),
        )
      : new Map<string, string>();
  for (const {file, shown, subject, isBigEndian} of elf) {
    const ours = subject.identity?.kind === 'build-id' ? subject.identity.id : null;
    const theirs = buildIds.get(file) ?? null;
    if (theirs === null && ours !== null) {
      const what = 'build-id that readelf does not read, llvm-readobj';
      tally.add(what, shown, ours, askLlvmNotes(llvmReadobj, file));
      continue;
    }
    tally.add('build-id, readelf', shown, ours, theirs);
    if (isBigEndian) tally.add('build-id of big-endian files, readelf', shown, ours, theirs);
    if (ours === null) tally.add('ELF files without a build-id', shown, ours, theirs);
  }
}

function comparePe(
  {file, shown, subject}: Extracted,
  fields: PeFields | undefined,
  stored: ReadonlyMap<string, string> | null,
  tally: KeyTally,
): void {
  const image = subject.image && imageIndex(subject.image);
  tally.add('image key, llvm-readobj', shown, image, fields ? imageIndexOf(fields) : null);
  if (stored !== null) tally.add('image key, symstore', shown, image, stored.get(file) ?? null);
  const pdb = subject.identity?.kind === 'pdb' ? subject.identity : null;
  tally.add(
    'PDB key, llvm-readobj',
    shown,
    pdb && pdbIndex(pdb.guid, pdb.age),
    fields ? pdbIndexOf(fields) : null,
  );
  tally.add(
    'PDB name, llvm-readobj',
    shown,
    pdb?.file ?? null,
    fields?.pdb ? win32.basename(fields.pdb) : null,
  );
  if (pdb === null) tally.add('PE files without an RSDS record', shown, null, fields?.guidBytes ?? null);
  else if (pdb.age >= 10) tally.add('PDB ages of 10 and more', shown, String(pdb.age), String(fields?.age));
}

/** Microsoft's "%08X%x", from numbers that the judge printed. */
function imageIndexOf({timestamp, imageSizeBytes}: PeFields): string {
  return `${timestamp.toString(16).toUpperCase().padStart(8, '0')}${imageSizeBytes.toString(16)}`;
}

/** The three integers of a GUID stand with their lowest byte first. */
function pdbIndexOf({guidBytes, age}: PeFields): string | null {
  if (guidBytes === null || age === null) return null;
  const bytes = guidBytes.match(/../g) ?? [];
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return `${order.map(at => bytes[at]).join('')}${age.toString(16)}`;
}
