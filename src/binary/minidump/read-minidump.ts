import type {ByteSource} from '../byte-source.ts';
import {WorkBudget} from '../elf/work-budget.ts';
import type {Machine} from '../facts.ts';
import {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {type DumpedException, readException} from './exception.ts';
import {type DumpedModule, readModuleList} from './module-list.ts';

/** What a minidump says of the process and its modules. */
export interface MinidumpFacts {
  /** The system that the process ran on; `unknown` without a SystemInfoStream. */
  readonly system: 'windows' | 'linux' | 'macos' | 'unknown';
  readonly machine: Machine;
  readonly modules: readonly DumpedModule[];
  /** What ended the process; null where it was dumped for another reason. */
  readonly exception: DumpedException | null;
  /** Whether it has all memory of the process (MiniDumpWithFullMemory), and so Python's frames and objects. */
  readonly hasFullMemory: boolean;
}

const SIGNATURE = 0x504d_444d;
const HEADER_BYTES = 32;
const ENTRY_BYTES = 12;
/** Real dumps have a dozen streams. */
const MAX_STREAMS = 4096;

/** MINIDUMP_STREAM_TYPE (minidumpapiset.h). */
const MODULE_LIST = 4;
const EXCEPTION = 6;
const SYSTEM_INFO = 7;
const MEMORY_64_LIST = 9;

/** `PAGE`: a dump of a whole Windows (kernel), which is laid out otherwise. */
const KERNEL_SIGNATURE = 0x4547_4150;

/** Where a stream lies, in bytes. */
export interface Stream {
  readonly offset: number;
  readonly size: number;
}

/** Whether the first four bytes of a file are those of a minidump, or of a dump of a whole Windows. */
export function startsLikeMinidump(start: Uint8Array): boolean {
  if (start.length < 4) return false;
  const signature = new DataView(start.buffer, start.byteOffset, 4).getUint32(0, true);
  return signature === SIGNATURE || signature === KERNEL_SIGNATURE;
}

/**
 * Reads the header, the directory and three streams of a minidump: MINIDUMP_HEADER and what follows from it, as Microsoft
 * documents minidumpapiset.h. Throws {@link UnreadableError}.
 */
export function readMinidump(source: ByteSource): MinidumpFacts {
  const reader = new FieldReader(source);
  const streams = readDirectory(reader);
  const modules = streams.get(MODULE_LIST);
  if (!modules) throw new UnreadableError('unsupported', 'it has no list of modules');
  const exception = streams.get(EXCEPTION);
  return {
    ...readSystemInfo(reader, streams.get(SYSTEM_INFO)),
    hasFullMemory: streams.has(MEMORY_64_LIST),
    exception: exception ? readException(reader, exception) : null,
    modules: readModuleList(reader, modules, new WorkBudget(source.size)),
  };
}

/** MINIDUMP_HEADER, MINIDUMP_DIRECTORY: type, size, place. Of two streams of one type readers take the first. */
function readDirectory(reader: FieldReader): ReadonlyMap<number, Stream> {
  const what = 'the header of the minidump';
  const signature = reader.u32(0, what);
  if (signature === KERNEL_SIGNATURE) {
    throw new UnreadableError('unsupported', 'it is a dump of a whole Windows, not of one process');
  }
  if (signature !== SIGNATURE) throw new UnreadableError('not-a-binary', 'it does not begin with MDMP');
  const header = reader.view(0, HEADER_BYTES, what);
  const [count, offset] = [header.getUint32(8, true), header.getUint32(12, true)];
  if (count > MAX_STREAMS) throw new UnreadableError('unsupported', `it claims to have ${count} streams`);
  const table = reader.view(offset, count * ENTRY_BYTES, 'the directory of the minidump');
  const streams = new Map<number, Stream>();
  for (let at = 0; at < table.byteLength; at += ENTRY_BYTES) {
    const type = table.getUint32(at, true);
    if (streams.has(type)) continue;
    streams.set(type, {size: table.getUint32(at + 4, true), offset: table.getUint32(at + 8, true)});
  }
  return streams;
}

/** PROCESSOR_ARCHITECTURE_* (winnt.h), and the number that Breakpad used for arm64 before Microsoft had one. */
const MACHINES: ReadonlyMap<number, Machine> = new Map([
  [0, 'x86'],
  [5, 'arm'],
  [6, 'ia64'],
  [9, 'x86_64'],
  [12, 'arm64'],
  [0x8003, 'arm64'],
]);

/** VER_PLATFORM_* (winnt.h), and the numbers that Breakpad and Crashpad write for other systems (minidump_format.h). */
const SYSTEMS: ReadonlyMap<number, MinidumpFacts['system']> = new Map([
  [1, 'windows'],
  [2, 'windows'],
  [0x8101, 'macos'],
  [0x8102, 'macos'],
  [0x8201, 'linux'],
  [0x8203, 'linux'],
]);

/** MINIDUMP_SYSTEM_INFO: ProcessorArchitecture at 0, PlatformId at 20. */
function readSystemInfo(
  reader: FieldReader,
  stream: Stream | undefined,
): Pick<MinidumpFacts, 'machine' | 'system'> {
  if (!stream || stream.size < 24) return {machine: 'unknown', system: 'unknown'};
  const what = 'the system information of the minidump';
  return {
    machine: MACHINES.get(reader.u16(stream.offset, what)) ?? 'unknown',
    system: SYSTEMS.get(reader.u32(stream.offset + 20, what)) ?? 'unknown',
  };
}
