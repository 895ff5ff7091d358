import type {CodeView, Machine} from '../facts.ts';
import {UnreadableError} from '../unreadable.ts';
import {imageSource} from './image-source.ts';
import {readMappedElf} from './mapped-elf.ts';
import {readMappedPe} from './mapped-pe.ts';
import type {ProcessMemory} from './process-memory.ts';

/** What the memory of a loaded binary tells of its identity. */
export type MappedImage =
  | {
      readonly format: 'elf';
      readonly machine: Machine;
      readonly buildId: string | null;
    }
  | {
      readonly format: 'pe';
      readonly machine: Machine;
      readonly timestamp: number;
      readonly imageSizeBytes: number;
      readonly codeView: CodeView | null;
    };

const ELF = 0x7f454c46;
const MZ = 0x4d5a;

/** What begins at an address: a binary, something else, or nothing that is known. */
export function whatBegins(memory: ProcessMemory, start: bigint): 'elf' | 'pe' | 'other' | 'unknown' {
  const bytes = memory.read(start, 4);
  if (bytes.length < 4) return 'unknown';
  const magic = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  return magic === ELF ? 'elf' : magic >>> 16 === MZ ? 'pe' : 'other';
}

/** Reads the binary that is loaded at an address; null where there is none, or its headers are not there. */
export function readMappedImage(memory: ProcessMemory, start: bigint): MappedImage | null {
  const format = whatBegins(memory, start);
  if (format !== 'elf' && format !== 'pe') return null;
  try {
    const source = imageSource(memory, start);
    return format === 'elf' ? readMappedElf(source) : readMappedPe(source);
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}
