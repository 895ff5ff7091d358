import {ByteBudget} from './byte-budget.ts';
import {directoryIndex} from './headers.ts';
import type {PeImage} from './image.ts';
import {findDataEntries, keepKnownTypes} from './resource-tree.ts';

/** The most that is read of a resource section; larger ones hold icons and payloads after their directory. */
const MAX_TREE_BYTES = 4 * 1024 * 1024;

/** The most that is read of versions and manifests that lie elsewhere; real ones have a few kilobytes. */
const MAX_MOVED_BYTES = 1024 * 1024;

const WHAT = 'the resource data';

/** Offset of the section's bytes in the mini image. */
const SECTION_DATA = 512;

/**
 * A small PE file that holds nothing but this one's versions and manifests, in a buffer of its own: what pe-library
 * can be trusted with. It takes the section table to be where 16 data directories end, refuses COFF symbols and
 * sections after the resources, trusts every size, and reads on into the memory behind a view. Null without
 * resources; throws `UnreadableError` for resources that cannot be read.
 */
export function buildResourceImage(image: PeImage): ArrayBuffer | null {
  const rva = image.headers.directories[directoryIndex.resources]?.rva ?? 0;
  if (rva === 0 || !image.holds(rva)) return null;
  const size = Math.min(image.backed(rva, WHAT), MAX_TREE_BYTES);
  const tree = Uint8Array.from(image.reader.bytes(image.offset(rva, WHAT), size, WHAT));
  keepKnownTypes(tree);
  return wrap(rva, gatherData(image, rva, tree));
}

/** Moves data that lies outside of the tree's bytes behind them, so that one section holds all. */
function gatherData(image: PeImage, treeRva: number, tree: Uint8Array): Uint8Array {
  const parts = [tree];
  const moved = new ByteBudget(MAX_MOVED_BYTES);
  const kept = new ByteBudget(tree.length);
  const view = new DataView(tree.buffer, tree.byteOffset, tree.byteLength);
  let length = tree.length;
  for (const entry of findDataEntries(tree)) {
    const rva = view.getUint32(entry, true);
    const size = view.getUint32(entry + 4, true);
    if (rva >= treeRva && rva + size <= treeRva + tree.length) {
      kept.spend(size, WHAT);
      continue;
    }
    moved.spend(size, WHAT);
    const data = image.view(rva, size, WHAT);
    view.setUint32(entry, treeRva + length, true);
    parts.push(new Uint8Array(data.buffer, data.byteOffset, size));
    length += size;
  }
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  // A data entry may overlap a table: what was patched must still be a tree whose data lies inside.
  requireData(joined, treeRva);
  return joined;
}

function requireData(section: Uint8Array, treeRva: number): void {
  const view = new DataView(section.buffer);
  const budget = new ByteBudget(section.length);
  for (const entry of findDataEntries(section)) {
    const offset = view.getUint32(entry, true) - treeRva;
    const size = view.getUint32(entry + 4, true);
    budget.spend(offset < 0 || offset + size > section.length ? Number.POSITIVE_INFINITY : size, WHAT);
  }
}

/** DOS header, PE32+ headers with 16 data directories, one section: only the fields that pe-library looks at. */
function wrap(rva: number, section: Uint8Array): ArrayBuffer {
  const file = new ArrayBuffer(SECTION_DATA + section.length);
  const view = new DataView(file);
  const peOffset = 64;
  const optionalOffset = peOffset + 24;
  const directoriesOffset = optionalOffset + 112;
  const sectionTable = directoriesOffset + 16 * 8;
  view.setUint16(0, 0x5a4d, true);
  view.setUint32(60, peOffset, true);
  view.setUint32(peOffset, 0x4550, true);
  view.setUint16(peOffset + 6, 1, true);
  view.setUint16(peOffset + 20, sectionTable - optionalOffset, true);
  view.setUint16(optionalOffset, 0x20b, true);
  view.setUint32(optionalOffset + 36, SECTION_DATA, true);
  view.setUint32(directoriesOffset - 4, 16, true);
  view.setUint32(directoriesOffset + directoryIndex.resources * 8, rva, true);
  view.setUint32(directoriesOffset + directoryIndex.resources * 8 + 4, section.length, true);
  view.setUint32(sectionTable + 8, section.length, true);
  view.setUint32(sectionTable + 12, rva, true);
  view.setUint32(sectionTable + 16, section.length, true);
  view.setUint32(sectionTable + 20, SECTION_DATA, true);
  new Uint8Array(file, SECTION_DATA).set(section);
  return file;
}
