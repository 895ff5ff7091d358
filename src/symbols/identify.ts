import {win32} from 'node:path';
import type {BinaryFacts, CodeView, DebugFacts} from '../binary/facts.ts';
import type {Identity} from './identity.ts';
import {patchVersionOf} from './interpreter-version.ts';
import type {SymbolSubject} from './subject.ts';

/** What is known of a binary before its debug information is looked for. */
export interface IdentifiedBinary {
  readonly path: string;
  readonly name: string;
  /** Absolute; null in an archive. */
  readonly location: string | null;
  /** The archive around it, absolute; null for a file. */
  readonly archive: string | null;
  readonly facts: BinaryFacts;
  readonly debug: DebugFacts;
  /** File version of the resource directory, e.g. `3.11.2150.1013`; null without one. */
  readonly fileVersion: string | null;
}

/** What a binary's debug information must match, and where it may be asked for. */
export function identify(binary: IdentifiedBinary): SymbolSubject {
  const {path, name, location, archive, facts, debug, fileVersion} = binary;
  return {
    path,
    name,
    location,
    archive,
    format: facts.format,
    machine: facts.format === 'macho' ? (facts.slices[0]?.machine ?? 'unknown') : facts.machine,
    identity: identityOf(facts, debug),
    image: facts.format === 'pe' ? {timestamp: facts.timestamp, imageSizeBytes: facts.imageSizeBytes} : null,
    own: debug,
    debugLink: debug.debugLink && isPlainName(debug.debugLink.file) ? debug.debugLink : null,
    pythonVersion: fileVersion === null ? null : patchVersionOf(fileVersion),
  };
}

function identityOf(facts: BinaryFacts, {debugLink}: DebugFacts): Identity | null {
  switch (facts.format) {
    case 'pe':
      return (facts.codeView && pdbIdentity(facts.codeView)) ?? linkIdentity(debugLink);
    case 'elf':
      return facts.buildId === null ? linkIdentity(debugLink) : {kind: 'build-id', id: facts.buildId};
    case 'macho': {
      const uuids = facts.slices.flatMap(({uuid}) => uuid ?? []);
      return uuids.length === 0 ? null : {kind: 'uuid', uuids};
    }
  }
}

/** Null for a record that names no file: nothing could be asked for. */
export function pdbIdentity({guid, age, pdb}: CodeView): Identity | null {
  const file = win32.basename(pdb);
  return isPlainName(file) ? {kind: 'pdb', guid, age, file} : null;
}

function linkIdentity(debugLink: DebugFacts['debugLink']): Identity | null {
  if (!debugLink || !isPlainName(debugLink.file)) return null;
  return {kind: 'debuglink', file: debugLink.file, crc32: debugLink.crc32};
}

/** A name that cannot lead out of a folder, on any system: what stands in a binary is its author's choice. */
export function isPlainName(name: string): boolean {
  return (
    name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !/[/\\:*?"<>|\x00-\x1f]/.test(name)
  );
}
