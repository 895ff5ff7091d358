import type {CodeView} from '../facts.ts';
import {decodeText, MAX_NAME_BYTES} from '../field-reader.ts';
import {formatGuid} from '../guid.ts';

const RSDS = 0x5344_5352;
const HEADER_BYTES = 24;

/**
 * A CodeView record: signature, GUID, age, path with its NUL. Null if it is no RSDS record (Visual C++ 6 wrote NB10,
 * which has no GUID).
 */
export function codeViewOf(record: Uint8Array): CodeView | null {
  if (record.length < HEADER_BYTES) return null;
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  if (view.getUint32(0, true) !== RSDS) return null;
  const path = record.subarray(HEADER_BYTES, HEADER_BYTES + MAX_NAME_BYTES);
  const end = path.indexOf(0);
  return {
    guid: formatGuid(view, 4),
    age: view.getUint32(20, true),
    pdb: decodeText(end < 0 ? path : path.subarray(0, end)),
  };
}
