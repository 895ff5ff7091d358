import type {ByteSource} from '../byte-source.ts';
import type {CodeView} from '../facts.ts';
import {FieldReader} from '../field-reader.ts';
import {codeViewOf} from '../pe/code-view.ts';
import {directoryIndex, type PeHeaders, readPeHeaders} from '../pe/headers.ts';
import {peMachine} from '../pe/machine.ts';
import {UnreadableError} from '../unreadable.ts';
import type {MappedImage} from './mapped-image.ts';

const ENTRY_BYTES = 28;
const TYPE_CODEVIEW = 2;
/** Real debug directories have fewer entries than this. */
const MAX_ENTRIES = 32;
/** RSDS record with the longest path that Windows allows by itself. */
const MAX_RECORD_BYTES = 24 + 1024;

/** A PE file as the loader has laid it out: an offset in it is an RVA. Throws {@link UnreadableError}. */
export function readMappedPe(source: ByteSource): MappedImage {
  const reader = new FieldReader(source);
  const headers = readPeHeaders(reader);
  return {
    format: 'pe',
    machine: peMachine(headers.machineCode),
    timestamp: headers.timestamp,
    imageSizeBytes: headers.imageSizeBytes,
    codeView: readCodeView(reader, headers),
  };
}

/** Null where its page is not there. */
function readCodeView(reader: FieldReader, headers: PeHeaders): CodeView | null {
  const {rva, sizeBytes} = headers.directories[directoryIndex.debug] ?? {rva: 0, sizeBytes: 0};
  const count = Math.min(Math.floor(sizeBytes / ENTRY_BYTES), MAX_ENTRIES);
  if (rva === 0 || count === 0) return null;
  try {
    const table = reader.view(rva, count * ENTRY_BYTES, 'the debug directory');
    for (let at = 0; at < table.byteLength; at += ENTRY_BYTES) {
      if (table.getUint32(at + 12, true) !== TYPE_CODEVIEW) continue;
      const length = Math.min(table.getUint32(at + 16, true), MAX_RECORD_BYTES);
      return codeViewOf(reader.bytes(table.getUint32(at + 20, true), length, 'the CodeView record'));
    }
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
  return null;
}
