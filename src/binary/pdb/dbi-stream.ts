import {asBuffer, decodeText, FieldReader, MAX_NAME_BYTES} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import type {Msf} from './msf.ts';

/** Stream 3 (LLVM docs, PDB/DbiStream); the PDB of a compiler, `vc140.pdb`, has none or an empty one. */
const DBI_STREAM = 3;
const HEADER_BYTES = 64;
const SIGNATURE = 0xffff_ffff;

/** A module description without its two names. */
const MODULE_BYTES = 64;
const NO_SYMBOLS = 0xffff;

/** What the linker took in: an object file, a member of a library, or something of its own making. */
export interface PdbModule {
  /** The object file as the linker was given it, or as the library names its member; `Import:KERNEL32.dll`, `* Linker *`. */
  readonly name: string;
  /** The library that it is a member of, else the object file again. */
  readonly file: string;
  /** The number of the stream with its symbols and lines; null where they were stripped. */
  readonly stream: number | null;
  /** Lengths of the parts of that stream, which follow one another. */
  readonly symbolBytes: number;
  readonly c11Bytes: number;
  readonly c13Bytes: number;
}

/** What the DBI stream tells. */
export interface Dbi {
  /** The age that the linker wrote into the executable; 0 where it is not recorded. */
  readonly age: number;
  /** In link order. */
  readonly modules: readonly PdbModule[];
}

/** Reads the DBI stream; null where there is none. Throws an UnreadableError. */
export function readDbi(msf: Msf): Dbi | null {
  const opened = openDbi(msf);
  return opened && {age: opened.age, modules: readModules(opened.reader)};
}

/** The age of the DBI stream alone; null without one. */
export function readDbiAge(msf: Msf): number | null {
  return openDbi(msf)?.age ?? null;
}

function openDbi(msf: Msf): {readonly reader: FieldReader; readonly age: number} | null {
  const reader = msf.stream(DBI_STREAM);
  if (!reader || reader.size === 0) return null;
  if (reader.u32(0, 'the DBI stream') !== SIGNATURE) {
    throw new UnreadableError('unsupported', 'its DBI stream is of a format before Visual C++ 6');
  }
  return {reader, age: reader.u32(8, 'the DBI stream')};
}

function readModules(reader: FieldReader): readonly PdbModule[] {
  const what = 'the module list of the DBI stream';
  const bytes = asBuffer(reader.bytes(HEADER_BYTES, reader.u32(24, what), what));
  const list = new FieldReader({
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  });
  const modules: PdbModule[] = [];
  for (let at = 0; at < bytes.length; ) {
    const fixed = list.view(at, MODULE_BYTES, what);
    const name = nameIn(bytes, at + MODULE_BYTES, what);
    const file = nameIn(bytes, name.end, what);
    const stream = fixed.getUint16(34, true);
    modules.push({
      name: name.text,
      file: file.text,
      stream: stream === NO_SYMBOLS ? null : stream,
      symbolBytes: fixed.getUint32(36, true),
      c11Bytes: fixed.getUint32(40, true),
      c13Bytes: fixed.getUint32(44, true),
    });
    at = Math.ceil(file.end / 4) * 4;
  }
  return modules;
}

function nameIn(bytes: Buffer, start: number, what: string): {readonly text: string; readonly end: number} {
  const nul = bytes.indexOf(0, start);
  if (start >= bytes.length || nul < 0) {
    throw new UnreadableError('truncated', `a name in ${what} has no end`);
  }
  return {text: decodeText(bytes, start, Math.min(nul, start + MAX_NAME_BYTES)), end: nul + 1};
}
