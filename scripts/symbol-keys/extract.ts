import {closeSync, mkdirSync, openSync, writeSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {ByteSource} from '../../src/binary/byte-source.ts';
import {openContainer} from '../../src/binary/containers/open-container.ts';
import {readBinary, readDebugFacts} from '../../src/binary/read-binary.ts';
import {identify} from '../../src/symbols/identify.ts';
import type {SymbolSubject} from '../../src/symbols/subject.ts';
import {localFiles} from '../../src/system/files.ts';

/** A binary that was written to a file of its own, and what pyxdbg says of it. */
export interface Extracted {
  readonly file: string;
  /** Artefact and member, for people. */
  readonly shown: string;
  readonly subject: SymbolSubject;
  readonly isBigEndian: boolean;
}

/** Writes the PE and ELF files of an artefact below a folder, and identifies them as `pyxdbg symbols` does. */
export async function extractBinaries(artefact: string, folder: string, shown: string): Promise<Extracted[]> {
  const container = await openContainer(artefact, localFiles);
  try {
    return container.members.flatMap((member, index) => {
      const source = member.open();
      const outcome = readBinary(source);
      if ('unreadable' in outcome || outcome.facts.format === 'macho') return [];
      const {facts} = outcome;
      const name = member.path.slice(member.path.lastIndexOf('/') + 1);
      const place = {path: member.path, name, location: null, archive: artefact};
      const subject = identify({...place, facts, debug: readDebugFacts(source), fileVersion: null});
      // Whatever the member is called.
      const file = join(folder, String(index), 'binary');
      copy(member.open(), file);
      return [{file, shown: `${shown}: ${member.path}`, subject, isBigEndian: facts.endian === 'big'}];
    });
  } finally {
    container.close();
  }
}

const CHUNK_BYTES = 1024 * 1024;

function copy(source: ByteSource, file: string): void {
  mkdirSync(dirname(file), {recursive: true});
  const target = openSync(file, 'w');
  try {
    for (let at = 0; at < source.size; at += CHUNK_BYTES) writeSync(target, source.read(at, CHUNK_BYTES));
  } finally {
    closeSync(target);
    source.close?.();
  }
}
