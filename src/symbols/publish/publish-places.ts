import {pdbIdentity} from '../identify.ts';
import type {Identity} from '../identity.ts';
import {debugKeys, imageKeys} from '../keys.ts';
import {placesInStore} from '../store-layout.ts';
import type {PublishedFile} from './published-file.ts';

/** A place of a file below the root of the store, with `/`. */
export interface PublishPlace {
  readonly path: string;
  /** In SymStore's tree, which may have two tiers and compressed files. */
  readonly isSymStore: boolean;
}

/** SSQP pads build-ids that are shorter than SHA-1 (dotnet/symstore, SSQP_Key_Conventions.md). */
const SSQP_BUILD_ID_DIGITS = 40;

/**
 * All places under which debuggers ask for a file: SymSrv's spelling and SSQP's, gdb's `.build-id` tree, debuginfod's.
 * `name`: base name on this disk. `pdbNames`: by which names modules ask for a PDB; its own says nothing about that.
 * `crc32`: of the whole file.
 */
export function publishPlaces(
  file: PublishedFile,
  name: string,
  {pdbNames, crc32}: {readonly pdbNames: readonly string[]; readonly crc32: () => number},
): readonly PublishPlace[] {
  switch (file.kind) {
    case 'pdb': {
      const names = pdbNames.length > 0 ? pdbNames : [name];
      return names.flatMap(one => inSymStore(pdbKeys({...file, kind: 'pdb', file: one})));
    }
    case 'pe':
      return inSymStore(imageKeys(name, file.image));
    case 'pe-debug':
      return plain(placesInStore({kind: 'debuglink', file: name, crc32: crc32()}));
    case 'elf': {
      const {buildId, hasCode, hasDwarf} = file;
      if (buildId === null) return plain(placesInStore({kind: 'debuglink', file: name, crc32: crc32()}));
      return [...(hasDwarf ? debugPlaces(buildId) : []), ...(hasCode ? codePlaces(buildId, name) : [])];
    }
    case 'macho':
      return inSymStore(
        file.hasCode
          ? file.uuids.map(uuid => ssqp(name, `mach-uuid-${uuid.replaceAll('-', '')}`))
          : debugKeys({kind: 'uuid', uuids: file.uuids}),
      );
  }
}

/** The names by which the modules of a run ask for PDBs, by GUID and age. */
export function namesOfPdbs(files: readonly PublishedFile[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const file of files) {
    const identity = file.kind === 'pe' && file.codeView ? pdbIdentity(file.codeView) : null;
    if (identity?.kind !== 'pdb') continue;
    const key = pdbKey(identity);
    const known = names.get(key) ?? [];
    if (!known.includes(identity.file)) names.set(key, [...known, identity.file]);
  }
  return names;
}

/** By which {@link namesOfPdbs} knows a PDB. */
export function pdbKey({guid, age}: {readonly guid: string; readonly age: number}): string {
  return `${guid} ${age}`;
}

/** Where a path of SymStore's tree is in a store of two tiers: below the first two letters of its name. */
export function inTwoTiers(path: string): string {
  return `${path.slice(0, 2)}/${path}`;
}

/** What a compressed file is called: `_` for the last letter. */
export function compressedName(path: string): string {
  return `${path.slice(0, -1)}_`;
}

/** SymSrv's spelling and SSQP's; the one between them is for stores of other tools. */
function pdbKeys(identity: Identity): readonly string[] {
  const keys = debugKeys(identity);
  return [...new Set([keys[0] ?? '', keys.at(-1) ?? ''])];
}

function debugPlaces(buildId: string): readonly PublishPlace[] {
  const identity: Identity = {kind: 'build-id', id: buildId};
  return [...plain(placesInStore(identity)), ...inSymStore(debugKeys(identity))];
}

function codePlaces(buildId: string, name: string): readonly PublishPlace[] {
  const digits = buildId.padEnd(SSQP_BUILD_ID_DIGITS, '0');
  return [
    ...plain([`.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}`, `buildid/${buildId}/executable`]),
    ...inSymStore([ssqp(name, `elf-buildid-${digits}`)]),
  ];
}

function ssqp(name: string, index: string): string {
  const lower = name.toLowerCase();
  return `${lower}/${index}/${lower}`;
}

const plain = (paths: readonly string[]): readonly PublishPlace[] =>
  paths.map(path => ({path, isSymStore: false}));
const inSymStore = (paths: readonly string[]): readonly PublishPlace[] =>
  paths.map(path => ({path, isSymStore: true}));
