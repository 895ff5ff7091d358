import type {ByteSource} from '../byte-source.ts';
import type {PeFacts} from '../facts.ts';
import {FieldReader} from '../field-reader.ts';
import {readDebugEntries} from './debug-directory.ts';
import {readDelayImports} from './delay-imports.ts';
import {readExportDirectory} from './exports.ts';
import {directoryIndex, type PeHeaders} from './headers.ts';
import {PeImage} from './image.ts';
import {readImports} from './imports.ts';
import {findInitHooks} from './init-hooks.ts';
import {peMachine} from './machine.ts';

const FILE_IS_DLL = 0x2000;

/**
 * Facts of a PE file. Throws `UnreadableError` and nothing else. Reads a few scattered pages, so give it a source
 * whose small reads are cheap (`pagedSource`).
 */
export function readPe(source: ByteSource): PeFacts {
  const image = new PeImage(new FieldReader(source));
  const {headers} = image;
  const exports = readExportDirectory(image);
  return {
    format: 'pe',
    machine: peMachine(headers.machineCode),
    machineCode: headers.machineCode,
    bits: headers.bits,
    endian: 'little',
    isDll: (headers.characteristics & FILE_IS_DLL) !== 0,
    isManaged: hasDirectory(headers, directoryIndex.clr),
    linkerVersion: headers.linkerVersion,
    timestamp: headers.timestamp,
    imageSizeBytes: headers.imageSizeBytes,
    imports: readImports(image),
    delayImports: readDelayImports(image),
    exportName: exports?.fileName ?? null,
    exportCount: exports?.nameCount ?? 0,
    initHooks: exports ? findInitHooks(image, exports) : [],
    ...readDebugEntries(image),
    hardening: readHardening(headers),
  };
}

/** DllCharacteristics bits (Microsoft, "PE Format", "DLL Characteristics"). */
function readHardening(headers: PeHeaders): PeFacts['hardening'] {
  const has = (flag: number) => (headers.dllCharacteristics & flag) !== 0;
  return {
    aslr: has(0x0040),
    highEntropyAslr: has(0x0020),
    dep: has(0x0100),
    controlFlowGuard: has(0x4000),
    forceIntegrity: has(0x0080),
    signed: hasDirectory(headers, directoryIndex.certificates),
  };
}

function hasDirectory(headers: PeHeaders, index: number): boolean {
  const directory = headers.directories[index];
  return directory !== undefined && directory.rva !== 0 && directory.sizeBytes !== 0;
}
