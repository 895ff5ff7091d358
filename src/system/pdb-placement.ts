import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join, posix} from 'node:path';
import type {ByteSource} from '../binary/byte-source.ts';
import type {Container} from '../binary/containers/container.ts';
import {openContainer} from '../binary/containers/open-container.ts';
import type {CodeView} from '../binary/facts.ts';
import {readPdbIdentity} from '../binary/pdb/read-pdb.ts';
import {readBinary} from '../binary/read-binary.ts';
import {UnreadableError} from '../binary/unreadable.ts';
import {type NamedPdb, pdbName, refuseSharedPdb} from '../build/pdb-of-modules.ts';
import {addToWheel} from '../build/windows-wheel.ts';
import {EXIT, UserError} from '../errors.ts';
import {debugWorld} from './debug-world.ts';
import {localFiles} from './files.ts';
import {uninterrupted} from './interrupt.ts';

/** Where the PDB of one module is after a build. */
export interface PlacedPdb {
  /** The module's path, in a wheel that of the member. */
  readonly module: string;
  /** The same for the PDB: beside the module, under the name that debuggers look for there. */
  readonly pdb: string;
  /** `missing`: no PDB with the module's GUID and age is where the linker wrote it or in the build's folders. */
  readonly state: 'there' | 'placed' | 'missing';
}

interface Wanted extends NamedPdb {
  readonly product: string;
  readonly isInArchive: boolean;
  readonly isThere: boolean;
}

/**
 * Puts the PDB of every module beside it, in the folder or in the wheel, and reads it from there again. `folders`: where
 * to look by name, absolute, after the path that the linker wrote into the module. Modules without a CodeView record are
 * left out. Throws a UserError where two modules share a PDB, and where a PDB cannot be written.
 */
export async function placePdbs(
  products: readonly string[],
  folders: readonly string[],
): Promise<readonly PlacedPdb[]> {
  const wanted: Wanted[] = [];
  for (const product of products) wanted.push(...(await withContainer(product, wantedIn)));
  refuseSharedPdb(wanted);
  const found = new Map<Wanted, Buffer>();
  for (const one of wanted.filter(({isThere}) => !isThere)) {
    const bytes = findPdb(one.codeView, folders);
    if (bytes) found.set(one, bytes);
  }
  for (const product of products) {
    const additions = new Map(
      [...found].flatMap(([one, bytes]) => (one.product === product ? [[one.target, bytes]] : [])),
    );
    if (additions.size === 0) continue;
    await write(
      product,
      additions,
      wanted.some(one => one.product === product && one.isInArchive),
    );
    await withContainer(product, (container, path) => requireAllThere(wantedIn(container, path), additions));
  }
  return wanted.map(one => ({
    module: one.module,
    pdb: one.target,
    state: one.isThere ? 'there' : found.has(one) ? 'placed' : 'missing',
  }));
}

/** The PDBs that the modules of an artefact name, and whether the right ones stand beside them. */
function wantedIn(container: Container, product: string): readonly Wanted[] {
  const isInArchive = container.kind !== 'file';
  return container.members.flatMap(({path, open}) => {
    const codeView = codeViewOf(open);
    if (!codeView || codeView.pdb === '') return [];
    const name = pdbName(codeView);
    const module = isInArchive ? path : product;
    const target = isInArchive ? posix.join(posix.dirname(path), name) : join(dirname(product), name);
    const beside = isInArchive ? (container.openFile?.(target) ?? null) : debugWorld().open(target);
    try {
      return [{product, isInArchive, module, codeView, target, isThere: fits(beside, codeView)}];
    } finally {
      closeSource(beside);
    }
  });
}

function codeViewOf(open: () => ByteSource): CodeView | null {
  const source = open();
  try {
    const outcome = readBinary(source);
    return 'facts' in outcome && outcome.facts.format === 'pe' ? outcome.facts.codeView : null;
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}

function fits(source: ByteSource | null, {guid, age}: CodeView): boolean {
  if (!source) return false;
  try {
    const found = readPdbIdentity(source);
    return found.guid === guid && found.age === age;
  } catch (error) {
    if (error instanceof UnreadableError) return false;
    throw error;
  }
}

/** The PDB of exactly this link: where the linker says it wrote it, else by name below the folders. */
function findPdb(codeView: CodeView, folders: readonly string[]): Buffer | null {
  const name = pdbName(codeView).toLowerCase();
  const world = debugWorld();
  const isOfName = (path: string): boolean => posix.basename(path).toLowerCase() === name;
  const places = function* () {
    yield codeView.pdb;
    for (const folder of folders) {
      const {files} = localFiles.listFolder(folder, new Set(['.git', 'node_modules']));
      yield* files.filter(isOfName).map(path => join(folder, path));
    }
  };
  for (const place of places()) {
    const source = world.open(place);
    try {
      if (source && fits(source, codeView)) return Buffer.from(source.read(0, source.size));
    } finally {
      closeSource(source);
    }
  }
  return null;
}

async function write(
  product: string,
  additions: ReadonlyMap<string, Buffer>,
  isArchive: boolean,
): Promise<void> {
  if (!isArchive) {
    for (const [path, bytes] of additions) await replace(path, bytes);
    return;
  }
  const record = await withContainer(product, container => {
    const path = [...container.paths].find(one => /^[^/]+\.dist-info\/RECORD$/.test(one));
    return path === undefined ? null : {path, text: container.readText(path) ?? ''};
  });
  if (record) await replace(product, addToWheel(readFileSync(product), additions, record));
}

/** The old file or the new one, never a part. */
function replace(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  return uninterrupted(() => {
    try {
      writeFileSync(temporary, bytes);
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, {force: true});
    }
  });
}

function requireAllThere(now: readonly Wanted[], additions: ReadonlyMap<string, Buffer>): void {
  const lost = now.find(({target, isThere}) => additions.has(target) && !isThere);
  if (!lost) return;
  throw new UserError({
    what: 'is not the PDB of its module after it was copied there',
    where: lost.target,
    advice: 'see that no other build runs in this folder, and build again',
    exitCode: EXIT.findings,
  });
}

async function withContainer<T>(path: string, use: (container: Container, path: string) => T): Promise<T> {
  const container = await openContainer(path, localFiles);
  try {
    return use(container, path);
  } finally {
    container.close();
  }
}

function closeSource(source: (ByteSource & {close?(): void}) | null): void {
  source?.close?.();
}
