import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {crc32} from 'node:zlib';
import {EXIT, UserError} from '../../errors.ts';
import {
  compressedName,
  inTwoTiers,
  namesOfPdbs,
  type PublishPlace,
  pdbKey,
  publishPlaces,
} from '../../symbols/publish/publish-places.ts';
import {MAX_CABINET_FILE_BYTES, writeCabinet} from '../../symbols/publish/write-cabinet.ts';
import {localFiles} from '../files.ts';
import {sameContent, wholeContent} from './file-content.ts';
import type {PublishInput} from './publish-inputs.ts';

/** A file of the store that is to be. */
export interface PlannedFile {
  readonly input: PublishInput;
  /** Below the store, with `/`. */
  readonly place: string;
  /** Where the bytes are: the input, or a cabinet of it. */
  readonly content: string;
  /** The place without the tier and as if it were not compressed: what its identity says. */
  readonly key: string;
}

/** How a store is laid out. */
export interface StoreForm {
  readonly isTwoTier: boolean;
  readonly isCompressed: boolean;
}

/**
 * Every place of every file, each place once. Cabinets are made in `temporary` (absolute). Throws a UserError where two
 * files have one place and are not the same.
 */
export function publishPlan(
  inputs: readonly PublishInput[],
  {isTwoTier, isCompressed}: StoreForm,
  temporary: string,
): readonly PlannedFile[] {
  const planned = new Map<string, PlannedFile>();
  const pdbNames = namesOfPdbs(inputs.map(({file}) => file));
  let cabinets = 0;
  for (const input of inputs) {
    const {file, name, path} = input;
    const names = file.kind === 'pdb' ? (pdbNames.get(pdbKey(file)) ?? []) : [];
    for (const place of publishPlaces(file, name, {pdbNames: names, crc32: () => crcOfFile(path)})) {
      const isPacked = isCompressed && place.isSymStore && (file.kind === 'pdb' || file.kind === 'pe');
      const content = isPacked ? cabinetOf(input, place, join(temporary, `${cabinets}.cab`)) : path;
      if (content !== path) cabinets += 1;
      const spelt = isPacked ? compressedName(place.path) : place.path;
      const whole = isTwoTier && place.isSymStore ? inTwoTiers(spelt) : spelt;
      const next = {input, place: whole, content, key: place.path};
      const first = planned.get(whole);
      planned.set(whole, first ? chosen(first, next) : next);
    }
  }
  return [...planned.values()];
}

/** Of two files for one place the same, or the debug file before the binary that still has all in it. */
function chosen(first: PlannedFile, second: PlannedFile): PlannedFile {
  if (hasCode(first) !== hasCode(second)) return hasCode(first) ? second : first;
  if (sameContent(first.content, second.content)) return first;
  throw new UserError({
    what: `has the identity of ${first.input.label} and other bytes: both would be ${second.place}`,
    where: second.input.label,
    advice: 'publish one of them: the stripped one with its debug file, or the one that has all in it',
    exitCode: EXIT.findings,
  });
}

/** Only where the place is that of a debug file. */
function hasCode({input: {file}, place}: PlannedFile): boolean {
  const isForDebugFile = /\/debuginfo$|\.debug$/.test(place);
  return isForDebugFile && file.kind === 'elf' && file.hasCode;
}

function cabinetOf({path, label}: PublishInput, place: PublishPlace, cabinet: string): string {
  const file = localFiles.openFile(path);
  try {
    if (file.size > MAX_CABINET_FILE_BYTES) {
      throw new UserError({
        what: 'has more bytes than a cabinet can hold (2 GiB)',
        where: label,
        advice: 'publish it without --compress',
      });
    }
    const name = place.path.slice(place.path.lastIndexOf('/') + 1);
    writeFileSync(cabinet, writeCabinet(name, wholeContent(file)));
    return cabinet;
  } finally {
    file.close();
  }
}

/** Bytes per step of a checksum. */
const CHUNK_BYTES = 1024 * 1024;

function crcOfFile(path: string): number {
  const file = localFiles.openFile(path);
  try {
    let crc = 0;
    for (let at = 0; at < file.size; at += CHUNK_BYTES) crc = crc32(file.read(at, CHUNK_BYTES), crc);
    return crc;
  } finally {
    file.close();
  }
}
