import {posix, win32} from 'node:path';
import type {CodeView} from '../binary/facts.ts';
import type {MappedImage} from '../binary/mapped/mapped-image.ts';
import type {DumpedModule} from '../binary/minidump/module-list.ts';
import type {MinidumpFacts} from '../binary/minidump/read-minidump.ts';
import {pdbIdentity} from './identify.ts';
import type {Identity} from './identity.ts';
import {patchVersionOf} from './interpreter-version.ts';
import type {SymbolSubject} from './subject.ts';

/** A binary of which only a dump knows, not this machine. */
export function subjectOfImage(path: string, image: MappedImage): SymbolSubject {
  const {format, machine} = image;
  const common = {...onlyDumped(path), format, machine};
  if (image.format === 'elf') {
    return {...common, identity: image.buildId === null ? null : {kind: 'build-id', id: image.buildId}};
  }
  const {timestamp, imageSizeBytes, codeView} = image;
  return {...common, identity: codeView && pdbIdentity(codeView), image: {timestamp, imageSizeBytes}};
}

/** A module of a minidump. */
export function subjectOfModule(
  module: DumpedModule,
  {system, machine}: Pick<MinidumpFacts, 'system' | 'machine'>,
): SymbolSubject {
  const {path, timestamp, imageSizeBytes, fileVersion} = module;
  const format = formatOf(module, system);
  return {
    ...onlyDumped(path),
    format,
    machine,
    identity: identityOf(module, format),
    image: format === 'pe' ? {timestamp, imageSizeBytes} : null,
    pythonVersion: format !== 'pe' || fileVersion === null ? null : patchVersionOf(fileVersion),
  };
}

/** What the system does not tell, the record does. */
function formatOf({buildId}: DumpedModule, system: MinidumpFacts['system']): SymbolSubject['format'] {
  if (buildId !== null || system === 'linux') return 'elf';
  return system === 'macos' ? 'macho' : 'pe';
}

function identityOf({buildId, codeView}: DumpedModule, format: SymbolSubject['format']): Identity | null {
  switch (format) {
    case 'pe':
      return codeView && pdbIdentity(codeView);
    case 'elf':
      // Older writers put the first 16 bytes of a build-id into an RSDS record: no debug file is found by a part of one.
      return buildId === null ? null : {kind: 'build-id', id: buildId};
    case 'macho':
      return codeView && uuidIdentity(codeView);
  }
}

/** Breakpad and Crashpad write LC_UUID so that as a GUID it reads as Apple's tools print it, with an age of 0. */
function uuidIdentity({guid}: CodeView): Identity {
  return {kind: 'uuid', uuids: [guid]};
}

function onlyDumped(path: string): Omit<SymbolSubject, 'format' | 'machine'> {
  const isWindowsPath = /^[a-z]:[/\\]|^\\\\/i.test(path);
  return {
    path,
    name: (isWindowsPath ? win32 : posix).basename(path),
    location: null,
    archive: null,
    identity: null,
    image: null,
    own: null,
    debugLink: null,
    pythonVersion: null,
  };
}
