import type {ByteSource} from '../byte-source.ts';
import type {MachOFacts, MachOSlice} from '../facts.ts';
import {UnreadableError} from '../unreadable.ts';
import {readBuildVersion} from './build-version.ts';
import {readCodeSignature} from './code-signature.ts';
import {readDylibs} from './dylibs.ts';
import {readExportedNames, readExportSummary} from './exports.ts';
import {FILE_TYPE, machOMachine} from './header.ts';
import {type MachImage, readMachImages} from './image.ts';
import {commandView, LC} from './load-commands.ts';
import {checkSegments} from './segments.ts';
import {readSymbolTable} from './symbol-table.ts';
import {readUndefinedSymbols} from './undefined-symbols.ts';

/** Reads a thin or fat Mach-O file; throws only {@link UnreadableError}. */
export function readMachO(source: ByteSource): MachOFacts {
  const {fat, images} = readMachImages(source);
  return {format: 'macho', fat, slices: images.map(readSlice)};
}

/**
 * The names that other images can find in the file, without C's underscore; of a fat file those of all slices.
 * Throws only {@link UnreadableError}.
 */
export function readMachOExportNames(source: ByteSource): ReadonlySet<string> {
  const names = new Set<string>();
  for (const {header, commands} of readMachImages(source).images) {
    for (const name of readExportedNames(header, commands)) names.add(name);
  }
  return names;
}

function readSlice(image: MachImage): MachOSlice {
  const {header, commands} = image;
  if (header.fileType === FILE_TYPE.object) {
    throw new UnreadableError('unsupported', 'an object file (.o): not linked yet');
  }
  checkSegments(header, commands);
  const machine = machOMachine(header.cpuType);
  const {needed, installName, rpaths} = readDylibs(header, commands);
  const symbols = readSymbolTable(header, commands);
  return {
    machine,
    machineCode: header.cpuType,
    bits: header.bits,
    endian: header.endian,
    cpuSubtype: header.cpuSubtype,
    type: typeOf(header.fileType),
    installName,
    needed,
    rpaths,
    undefinedSymbols: symbols ? readUndefinedSymbols(symbols, needed) : [],
    ...readExportSummary(header, commands),
    uuid: readUuid(image),
    ...readBuildVersion(header, commands, machine),
    twoLevelNamespace: header.twoLevelNamespace,
    codeSignature: readCodeSignature(header, commands),
  };
}

function typeOf(fileType: number): MachOSlice['type'] {
  switch (fileType) {
    case FILE_TYPE.bundle:
      return 'bundle';
    case FILE_TYPE.dylib:
      return 'dylib';
    case FILE_TYPE.execute:
      return 'executable';
    default:
      return 'other';
  }
}

function readUuid({header, commands}: MachImage): string | null {
  const command = commands.find(({kind}) => kind === LC.uuid);
  if (!command) return null;
  commandView(header, command, 24, 'LC_UUID');
  const bytes = header.reader.bytes(command.offset + 8, 16, 'LC_UUID');
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
