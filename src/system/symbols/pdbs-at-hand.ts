import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {type ByteSource, memorySource} from '../../binary/byte-source.ts';
import type {Container} from '../../binary/containers/container.ts';
import type {CodeView} from '../../binary/facts.ts';
import {readPdbIdentity} from '../../binary/pdb/read-pdb.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {localFiles} from '../files.ts';
import {wholeContent} from './file-content.ts';

/** A PDB in a wheel, or beside a file. */
export interface PdbAtHand {
  /** In the wheel, else the base name. */
  readonly path: string;
  readonly guid: string;
  readonly age: number;
  readonly bytes: Uint8Array;
}

const PDB_NAME = /\.pdb$/i;

/** All PDBs of an archive that can be read, whatever their names. */
export function pdbsInArchive(container: Container): readonly PdbAtHand[] {
  return [...container.paths]
    .filter(path => PDB_NAME.test(path))
    .flatMap(path => readPdb(path, container.openFile?.(path) ?? null));
}

/** Those in a folder (absolute). */
export function pdbsInFolder(folder: string): readonly PdbAtHand[] {
  const names = readdirSync(folder).filter(name => PDB_NAME.test(name));
  return names
    .filter(name => localFiles.status(join(folder, name))?.kind === 'file')
    .flatMap(name => readPdb(name, localFiles.openFile(join(folder, name))));
}

/** Those that were linked with a module. */
export function pdbsOf({guid, age}: CodeView, pdbs: readonly PdbAtHand[]): readonly PdbAtHand[] {
  return pdbs.filter(pdb => pdb.guid === guid && pdb.age === age);
}

function readPdb(path: string, source: ByteSource | null): readonly PdbAtHand[] {
  if (!source) return [];
  try {
    const bytes = wholeContent(source);
    const {guid, age} = readPdbIdentity(memorySource(bytes));
    return [{path, guid, age, bytes}];
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  } finally {
    source.close?.();
  }
}
