import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import type {Stream} from './read-minidump.ts';

/** MINIDUMP_EXCEPTION_STREAM: what ended the process. */
export interface DumpedException {
  /** The system's number of the thread. */
  readonly thread: number;
  /** NTSTATUS; in dumps that Breakpad and Crashpad write of other systems the number of the signal or exception. */
  readonly code: number;
  /** Where the code stood, or where other systems' signals say the fault was. */
  readonly address: bigint;
  /** What the code of the exception says that they mean. */
  readonly parameters: readonly bigint[];
}

/** As far as ExceptionInformation goes, whatever number of parameters is claimed (minidumpapiset.h). */
const RECORD_BYTES = 160;
const MAX_PARAMETERS = 15;

/** Throws {@link UnreadableError} where it does not lie in the file. */
export function readException(reader: FieldReader, {offset, size}: Stream): DumpedException {
  if (size < RECORD_BYTES) throw new UnreadableError('truncated', 'its exception is cut off');
  const record = reader.view(offset, RECORD_BYTES, 'the exception');
  const count = Math.min(record.getUint32(32, true), MAX_PARAMETERS);
  return {
    thread: record.getUint32(0, true),
    code: record.getUint32(8, true),
    address: record.getBigUint64(24, true),
    parameters: Array.from({length: count}, (_, at) => record.getBigUint64(40 + 8 * at, true)),
  };
}
