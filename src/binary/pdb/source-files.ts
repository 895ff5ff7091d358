import type {FieldReader} from '../field-reader.ts';
import type {PdbModule} from './dbi-stream.ts';
import type {StringTable} from './string-table.ts';

/** The subsection of a module's C13 line information that lists its source files (LLVM: DebugSubsectionKind). */
const DEBUG_S_FILECHKSMS = 0xf4;

/** Name offset, checksum size, checksum kind; the checksum follows, padded to four bytes. */
const ENTRY_BYTES = 6;

/** The files of a module's line information, in its order, each once. Throws an UnreadableError. */
export function readSourceFiles(
  module: PdbModule,
  reader: FieldReader,
  names: StringTable,
): readonly string[] {
  const what = 'the line information of a module';
  const files = new Set<string>();
  let at = module.symbolBytes + module.c11Bytes;
  const end = at + module.c13Bytes;
  while (at < end) {
    const header = reader.view(at, 8, what);
    const start = at + 8;
    at = start + align(header.getUint32(4, true));
    if (header.getUint32(0, true) === DEBUG_S_FILECHKSMS) {
      addFiles(files, reader, start, start + header.getUint32(4, true), names);
    }
  }
  return [...files];
}

function addFiles(
  files: Set<string>,
  reader: FieldReader,
  start: number,
  end: number,
  names: StringTable,
): void {
  for (let at = start; at + ENTRY_BYTES <= end; ) {
    const entry = reader.view(at, ENTRY_BYTES, 'the list of source files');
    files.add(names(entry.getUint32(0, true)));
    at += align(ENTRY_BYTES + entry.getUint8(4));
  }
}

function align(value: number): number {
  return Math.ceil(value / 4) * 4;
}
