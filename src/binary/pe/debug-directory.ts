import type {CodeView} from '../facts.ts';
import {MAX_NAME_BYTES} from '../field-reader.ts';
import {codeViewOf} from './code-view.ts';
import {directoryIndex} from './headers.ts';
import type {PeImage} from './image.ts';

/** What the debug directory tells of the PDB and of the link. */
export interface DebugEntries {
  readonly codeView: CodeView | null;
  readonly isReproducible: boolean;
}

const ENTRY_BYTES = 28;
const TYPE_CODEVIEW = 2;
const TYPE_REPRO = 16;
/** Its 24 bytes of signature, GUID and age, and the longest path. */
const MAX_RECORD_BYTES = 24 + MAX_NAME_BYTES;

/**
 * Reads the debug directory. No loader needs it, so what cannot be read is taken as absent: files that were stripped
 * or packed after the link keep entries that point nowhere.
 */
export function readDebugEntries(image: PeImage): DebugEntries {
  const {rva, sizeBytes} = image.headers.directories[directoryIndex.debug] ?? {rva: 0, sizeBytes: 0};
  let codeView: CodeView | null = null;
  let isReproducible = false;
  if (rva === 0 || !image.holds(rva)) return {codeView, isReproducible};
  const usable = Math.min(sizeBytes, image.backed(rva, 'the debug directory'));
  const table = image.view(rva, usable - (usable % ENTRY_BYTES), 'the debug directory');
  for (let at = 0; at < table.byteLength; at += ENTRY_BYTES) {
    const type = table.getUint32(at + 12, true);
    if (type === TYPE_REPRO) isReproducible = true;
    if (type === TYPE_CODEVIEW) {
      codeView ??= readCodeView(image, table.getUint32(at + 24, true), table.getUint32(at + 16, true));
    }
  }
  return {codeView, isReproducible};
}

/** The record at a file offset; null if it is no RSDS record. */
function readCodeView({reader}: PeImage, offset: number, sizeBytes: number): CodeView | null {
  if (offset + sizeBytes > reader.size) return null;
  return codeViewOf(reader.bytes(offset, Math.min(sizeBytes, MAX_RECORD_BYTES), 'the CodeView record'));
}
