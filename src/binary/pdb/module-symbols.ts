import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {type CompileRecord, readCompileRecord, readEnvironmentBlock, readText} from './compile-record.ts';
import type {PdbModule} from './dbi-stream.ts';

/** What the symbol records of a module tell of its compilation. */
export interface ModuleSymbols {
  /** S_OBJNAME: the object file as the compiler was told to write it; null without one, or where it is empty. */
  readonly objectName: string | null;
  /** In order. Objects that were joined have several; in an import library each import has one, of the linker. */
  readonly compilers: readonly CompileRecord[];
  /** S_ENVBLOCK. */
  readonly environment: ReadonlyMap<string, string>;
  /** S_BUILDINFO: the index of an LF_BUILDINFO in the IPI stream; null without one. */
  readonly buildInfo: number | null;
  /** A function says that it was optimised for speed. None does where it was not, or for size. */
  readonly hasSpeedOptimised: boolean;
}

/** Kinds of records (LLVM: CodeViewSymbols.def). */
const S_FRAMEPROC = 0x1012;
const S_OBJNAME = 0x1101;
const S_COMPILE2 = 0x1116;
const S_COMPILE3 = 0x113c;
const S_ENVBLOCK = 0x113d;
const S_BUILDINFO = 0x114c;

/** Before the records: CV_SIGNATURE_C13, from Visual C++ 7 on. */
const SIGNATURE_BYTES = 4;
const SIGNATURE_C13 = 4;

/** Length of the rest, kind. */
const PREFIX_BYTES = 4;

/** The flags of FRAMEPROCSYM, and `fOptSpeed` in them (LLVM: FrameProcedureOptions::OptimizedForSpeed). */
const FRAME_FLAGS_AT = 22;
const FRAME_BYTES = 26;
const OPTIMISED_FOR_SPEED = 1 << 20;

interface Collected {
  objectName: string | null;
  readonly compilers: CompileRecord[];
  environment: ReadonlyMap<string, string>;
  buildInfo: number | null;
  hasSpeedOptimised: boolean;
}

/** Reads the symbol records of a module, of which `reader` is the stream. Throws an UnreadableError. */
export function readModuleSymbols(module: PdbModule, reader: FieldReader): ModuleSymbols {
  const what = 'the symbols of a module';
  const found: Collected = {
    objectName: null,
    compilers: [],
    environment: new Map(),
    buildInfo: null,
    hasSpeedOptimised: false,
  };
  if (module.symbolBytes === 0) return found;
  if (reader.u32(0, what) !== SIGNATURE_C13) {
    throw new UnreadableError('unsupported', `${what} are of a format before Visual C++ 7`);
  }
  for (let at = SIGNATURE_BYTES; at < module.symbolBytes; ) {
    const prefix = reader.view(at, PREFIX_BYTES, what);
    const end = at + 2 + prefix.getUint16(0, true);
    if (end < at + PREFIX_BYTES || end > module.symbolBytes) {
      throw new UnreadableError('truncated', `a record of ${what} ends outside of them`);
    }
    collect(found, prefix.getUint16(2, true), reader, at + PREFIX_BYTES, end);
    at = end;
  }
  return found;
}

function collect(found: Collected, kind: number, reader: FieldReader, start: number, end: number): void {
  switch (kind) {
    case S_FRAMEPROC:
      if (start + FRAME_BYTES > end) return;
      found.hasSpeedOptimised ||=
        (reader.u32(start + FRAME_FLAGS_AT, 'a frame record') & OPTIMISED_FOR_SPEED) !== 0;
      return;
    case S_OBJNAME:
      found.objectName ??= readText(reader, start + 4, end) || null;
      return;
    case S_COMPILE2:
    case S_COMPILE3:
      found.compilers.push(readCompileRecord(reader, start, end, kind === S_COMPILE2 ? 3 : 4));
      return;
    case S_ENVBLOCK:
      if (found.environment.size === 0) found.environment = readEnvironmentBlock(reader, start, end);
      return;
    case S_BUILDINFO:
      if (start + 4 <= end) found.buildInfo ??= reader.u32(start, 'a build record');
  }
}
