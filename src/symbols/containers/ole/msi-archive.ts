import type {ByteSource} from '../../../binary/byte-source.ts';
import {asBuffer} from '../../../binary/field-reader.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';
import type {Archive, ArchiveMember} from '../archive.ts';
import {baseNameOf} from '../base-name.ts';
import {openCabinet} from '../cabinet/cabinet-archive.ts';
import {CABINET_SIGNATURE} from '../cabinet/cabinet-header.ts';
import type {WorkBudget} from '../work-budget.ts';
import {type OleFile, openOle} from './ole-file.ts';
import {decodeStreamName} from './stream-name.ts';

/**
 * An installer of Windows, as the archive of the files in its embedded cabinets. Their names there are keys of its
 * database (`python.pdb` for what is installed as `python311.pdb`), which is not read: files are recognised by what is
 * in them. Throws an UnreadableError.
 */
export function openMsi(source: ByteSource, budget: WorkBudget): Archive {
  const ole = openOle(source);
  return {format: 'msi', members: () => membersOf(ole, source.size, budget)};
}

function* membersOf(ole: OleFile, fileBytes: number, budget: WorkBudget): Generator<ArchiveMember> {
  let bytesLeft = fileBytes;
  for (const stream of ole.streams) {
    if (stream.sizeBytes < CABINET_SIGNATURE.length) continue;
    // Streams have no sectors in common, so that together they are no longer than the file.
    bytesLeft -= stream.sizeBytes;
    if (bytesLeft < 0) throw new UnreadableError('truncated', 'its streams are longer than the file');
    const bytes = ole.open(stream);
    if (asBuffer(bytes.read(0, CABINET_SIGNATURE.length)).toString('latin1') !== CABINET_SIGNATURE) continue;
    yield* cabinetMembers(bytes, decodeStreamName(stream.rawName), budget);
  }
}

function* cabinetMembers(bytes: ByteSource, name: string, budget: WorkBudget): Generator<ArchiveMember> {
  try {
    yield* openCabinet(bytes, budget).members();
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const {reason, detail} = error.unreadable;
    throw new UnreadableError(reason, `in ${baseNameOf(name).name}: ${detail}`);
  }
}
