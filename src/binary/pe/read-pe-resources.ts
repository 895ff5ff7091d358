import type {Type} from 'pe-library';
import type {ByteSource} from '../byte-source.ts';
import type {PeResources} from '../facts.ts';
import {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {PeImage} from './image.ts';
import {buildResourceImage} from './resource-image.ts';
import {resourceType} from './resource-tree.ts';

const NO_RESOURCES: PeResources = {manifest: null, fileVersion: null};

/**
 * Manifest and file version of a PE file; null for what it has not, and for what cannot be read. pe-library is loaded
 * here and nowhere else: most checks need no resources.
 */
export async function readPeResources(source: ByteSource): Promise<PeResources> {
  const image = resourceImage(source);
  if (!image) return NO_RESOURCES;
  const {NtExecutable, NtExecutableResource} = await import('pe-library');
  let entries: readonly Type.ResourceEntry[];
  try {
    entries = NtExecutableResource.from(NtExecutable.from(image), true).entries;
  } catch {
    // It works on memory only, so what it throws (RangeError, TypeError, Error) means bytes that it cannot take.
    return NO_RESOURCES;
  }
  return {manifest: findManifest(entries), fileVersion: findFileVersion(entries)};
}

function resourceImage(source: ByteSource): ArrayBuffer | null {
  try {
    return buildResourceImage(new PeImage(new FieldReader(source)));
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}

/** The loader takes id 2 of a DLL and id 1 of a program (winuser.h, ISOLATIONAWARE_ and CREATEPROCESS_MANIFEST_RESOURCE_ID). */
function findManifest(entries: readonly Type.ResourceEntry[]): string | null {
  const manifests = entries.filter(entry => entry.type === resourceType.manifest);
  const chosen =
    manifests.find(entry => entry.id === 2) ?? manifests.find(entry => entry.id === 1) ?? manifests[0];
  return chosen ? decodeManifest(new Uint8Array(chosen.bin)) : null;
}

/** UTF-8, or UTF-16 where a byte order mark says so; the mark is dropped. */
function decodeManifest(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** VS_FIXEDFILEINFO stands at 40 in VS_VERSIONINFO: three words, the key `VS_VERSION_INFO` in UTF-16, padding. */
function findFileVersion(entries: readonly Type.ResourceEntry[]): string | null {
  const entry = entries.find(({type}) => type === resourceType.version);
  if (!entry || entry.bin.byteLength < 40 + 16) return null;
  const info = new DataView(entry.bin, 40);
  if (info.getUint32(0, true) !== 0xfeef_04bd) return null;
  return [10, 8, 14, 12].map(at => info.getUint16(at, true)).join('.');
}
