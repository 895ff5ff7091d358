import type {WorkBudget} from '../elf/work-budget.ts';
import type {CodeView} from '../facts.ts';
import {asBuffer, type FieldReader, MAX_NAME_BYTES} from '../field-reader.ts';
import {codeViewOf} from '../pe/code-view.ts';
import {UnreadableError} from '../unreadable.ts';
import type {Stream} from './read-minidump.ts';

/** MINIDUMP_MODULE, as far as it tells one binary from another. */
export interface DumpedModule {
  /** As the process saw it, with the separators of its system. */
  readonly path: string;
  readonly start: bigint;
  readonly imageSizeBytes: number;
  readonly timestamp: number;
  /** VS_FIXEDFILEINFO file version, four numbers joined by dots; null without one. */
  readonly fileVersion: string | null;
  /** CodeView record RSDS. */
  readonly codeView: CodeView | null;
  /** CodeView record BpEL (Breakpad, Crashpad): the build-id of an ELF file, in lower-case hexadecimal. */
  readonly buildId: string | null;
}

const MODULE_BYTES = 108;

/** Windows allows a process fewer; a hostile list names the same string a million times. */
const MAX_MODULES = 20_000;

/** `BpEL` (Breakpad, minidump_format.h: MD_CVINFOELF_SIGNATURE). */
const ELF_SIGNATURE = 0x4270_454c;
/** As for NT_GNU_BUILD_ID itself. */
const MAX_BUILD_ID_BYTES = 256;

const FIXED_FILE_INFO = 0xfeef_04bd;

/** MINIDUMP_MODULE_LIST. Throws {@link UnreadableError} where it does not lie in the file. */
export function readModuleList(reader: FieldReader, stream: Stream, budget: WorkBudget): DumpedModule[] {
  const what = 'the list of modules';
  const count = reader.u32(stream.offset, what);
  if (count > MAX_MODULES) throw new UnreadableError('unsupported', `it claims to have ${count} modules`);
  // Some writers align the entries to eight bytes (Breakpad, processor/minidump.cc, "MinidumpModuleList::Read").
  const padding = stream.size === 8 + count * MODULE_BYTES ? 4 : 0;
  const table = reader.view(stream.offset + 4 + padding, count * MODULE_BYTES, what);
  return Array.from({length: count}, (_, index) => readModule(reader, table, index * MODULE_BYTES, budget));
}

function readModule(reader: FieldReader, table: DataView, at: number, budget: WorkBudget): DumpedModule {
  const u32 = (offset: number): number => table.getUint32(at + offset, true);
  const record = recordOf(reader, u32(80), u32(76), budget);
  return {
    path: readString(reader, u32(20), budget),
    start: table.getBigUint64(at, true),
    imageSizeBytes: u32(8),
    timestamp: u32(16),
    fileVersion: u32(24) === FIXED_FILE_INFO ? versionOf(u32(32), u32(36)) : null,
    codeView: codeViewOf(record),
    buildId: buildIdOf(record),
  };
}

function versionOf(high: number, low: number): string {
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.');
}

/** The record of a module need not be there: then nothing says what its debug information must match. */
function recordOf(reader: FieldReader, offset: number, size: number, budget: WorkBudget): Uint8Array {
  const length = Math.min(size, MAX_NAME_BYTES);
  if (offset === 0 || offset + length > reader.size) return new Uint8Array(0);
  budget.spend(length);
  return reader.bytes(offset, length, 'the CodeView record');
}

function buildIdOf(record: Uint8Array): string | null {
  const id = record.subarray(4, 4 + MAX_BUILD_ID_BYTES);
  if (id.length === 0) return null;
  const signature = new DataView(record.buffer, record.byteOffset, 4).getUint32(0, true);
  return signature === ELF_SIGNATURE ? asBuffer(id).toString('hex') : null;
}

/** MINIDUMP_STRING: length in bytes without the NUL, then UTF-16. */
function readString(reader: FieldReader, offset: number, budget: WorkBudget): string {
  const what = 'the name of a module';
  const length = Math.min(reader.u32(offset, what), MAX_NAME_BYTES) & ~1;
  budget.spend(length);
  return asBuffer(reader.bytes(offset + 4, length, what)).toString('utf16le');
}
