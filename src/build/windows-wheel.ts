import {rewriteZip} from '../binary/containers/rewrite-zip.ts';
import {editRecord} from '../binary/containers/wheel-record.ts';

/**
 * A wheel with more files in it and in its RECORD, which is the last file. What was in it before stays byte for byte, but
 * for files of the same names. `record`: the text of RECORD as it is in the wheel, `recordPath` where. Throws a UserError
 * for an archive that cannot be changed in this way.
 */
export function addToWheel(
  wheel: Buffer,
  additions: ReadonlyMap<string, Uint8Array>,
  {path: recordPath, text}: {readonly path: string; readonly text: string},
): Buffer {
  const record = Buffer.from(editRecord(text, {removed: new Set(), written: additions}));
  return rewriteZip(wheel, {
    removed: new Set([recordPath, ...additions.keys()]),
    added: {files: new Map([...additions, [recordPath, record]]), datedAs: recordPath},
  });
}
