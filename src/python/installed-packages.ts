import {join} from 'node:path';
import {mayBeBinary} from '../binary/containers/candidates.ts';
import type {Files} from '../system/files.ts';
import {parseWheelFile, type WheelTags} from './wheel-tags.ts';

/** A distribution as installed: what its `.dist-info` folder says (PEP 376, PEP 427). */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** The site-packages folder. */
  readonly sitePackages: string;
  /** Name of the `.dist-info` folder in it. */
  readonly distInfo: string;
  /** The tags of the wheel that it was installed from; null where WHEEL has none. */
  readonly tags: WheelTags | null;
  /** The header fields of METADATA, without the description. */
  readonly metadata: string;
  /** Those files of RECORD that may be binaries, with slashes, relative to the site-packages folder. */
  readonly files: readonly string[];
}

/** The header of a METADATA, with a licence text in it, has some 20 KB. */
const MAX_METADATA_BYTES = 256 * 1024;
const MAX_WHEEL_BYTES = 64 * 1024;
/** tensorflow's has 1.5 MB. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** The distributions in a site-packages folder, in the order of their folders' names. */
export function readInstalledPackages(sitePackages: string, files: Files): readonly InstalledPackage[] {
  return files
    .entryNames(sitePackages)
    .filter(name => name.endsWith('.dist-info'))
    .map(distInfo => readPackage(sitePackages, distInfo, files));
}

function readPackage(sitePackages: string, distInfo: string, files: Files): InstalledPackage {
  const read = (name: string, maxBytes: number): string =>
    files.readText(join(sitePackages, distInfo, name), maxBytes) ?? '';
  const [metadata = ''] = read('METADATA', MAX_METADATA_BYTES).split(/\r?\n\r?\n/, 1);
  const [folderName = '', folderVersion = ''] = distInfo.slice(0, -'.dist-info'.length).split('-');
  const name = field(metadata, 'Name') ?? folderName;
  const version = field(metadata, 'Version') ?? folderVersion;
  return {
    name,
    version,
    sitePackages,
    distInfo,
    tags: parseWheelFile(read('WHEEL', MAX_WHEEL_BYTES), name, version),
    metadata,
    files: recordedFiles(read('RECORD', MAX_RECORD_BYTES)).filter(
      path => mayBeBinary(path) && !path.startsWith(`${distInfo}/`),
    ),
  };
}

function field(metadata: string, key: string): string | null {
  return new RegExp(`^${key}:[ \\t]*(\\S+)`, 'im').exec(metadata)?.[1] ?? null;
}

/** The first column of RECORD, which is CSV: a name with a comma or a quote in it stands in quotes. */
function recordedFiles(record: string): string[] {
  return record.split(/\r?\n/).flatMap(line => {
    const match = /^(?:"((?:[^"]|"")*)"|([^,]*)),/.exec(line);
    const path = match?.[1]?.replaceAll('""', '"') ?? match?.[2];
    return path ? [path] : [];
  });
}
