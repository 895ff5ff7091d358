import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {SymbolSource} from '../../../src/symbols/source.ts';
import {plainly} from '../../../src/symbols/source.ts';
import type {SymbolSubject} from '../../../src/symbols/subject.ts';
import {absentUrls} from '../../../src/system/symbols/absent-urls.ts';
import {noPackages} from '../../../src/system/symbols/apt-index.ts';
import {lookUp} from '../../../src/system/symbols/look-up.ts';
import {symbolStore} from '../../../src/system/symbols/symbol-store.ts';
import {unpacker} from '../../../src/system/symbols/unpack.ts';
import {buildPdb} from '../../binary/pdb/build-pdb.ts';
import {cabOf, mszip} from '../../builders/cab.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {zipBytes} from '../../builders/zip.ts';
import {mutate} from '../../fuzz/mutate.ts';
import {mutantRandom} from '../../fuzz/random.ts';

const PDB = buildPdb({});
const SEED = 20_261_128;
const MUTANTS = 300;

/** Asks for a PDB that nobody has, or for the one of the archives, at one packed place. */
async function fetchFrom(root: string, path: string, packing: 'cab' | 'archive', guid: string) {
  const subject: SymbolSubject = {
    ...{path: 'a.pyd', name: 'a.pyd', location: null, archive: null, format: 'pe', machine: 'x86_64'},
    ...{image: null, own: null, debugLink: null, pythonVersion: null},
    identity: {kind: 'pdb', guid, age: 1, file: 'a.pdb'},
  };
  const source: SymbolSource = {
    name: 'symbol-path',
    isRemote: true,
    candidates: () => [plainly({kind: 'packed', place: {at: 'path', path}, packing})],
  };
  const store = join(root, 'store');
  const unpack = unpacker(true);
  const [outcome] = await lookUp([subject], {
    mode: 'fetch',
    sources: [source],
    obtainer: {
      ...{client: null, store: symbolStore(store), absent: absentUrls(store, false)},
      ...{progress: {expect: () => {}, received: () => {}}, downHosts: new Map()},
    },
    unpacker: unpack,
    packages: noPackages,
  });
  unpack.close();
  return outcome;
}

const everyFile = (root: string): string[] =>
  readdirSync(root, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();

for (const name of ['../evil.pdb', '/evil.pdb', 'a/../../evil.pdb', 'C:\\evil.pdb', '..\\..\\evil.pdb']) {
  test(`a member called ${JSON.stringify(name)} writes nothing outside the store`, async t => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'in'));
    const path = join(root, 'in', 'a.zip');
    writeFileSync(path, zipBytes({name, data: PDB}));
    await fetchFrom(root, path, 'archive', '00000000-0000-0000-0000-000000000001');
    t.deepEqual(everyFile(root), [path]);
    t.false(existsSync('/evil.pdb'));
  });
}

test(`${MUTANTS} mutated archives end in an outcome, and leave nothing behind (seed ${SEED})`, async t => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'in'));
  const files = new Map([['a.pdb', PDB]]);
  const seeds = [
    ['cab', cabOf(files, mszip, {hasChecksums: false})],
    ['archive', zipBytes({name: 'a.pdb', data: PDB})],
  ] as const;
  const given: string[] = [];
  for (let index = 0; index < MUTANTS; index += 1) {
    const [packing, bytes] = seeds[index % 2 === 0 ? 0 : 1];
    const mutant = mutate({bytes, spots: []}, PDB, mutantRandom(SEED, index));
    const path = join(root, 'in', String(index));
    writeFileSync(path, mutant.bytes);
    given.push(path);
    const outcome = await fetchFrom(root, path, packing, '00000000-0000-0000-0000-000000000001');
    t.not(outcome?.verdict, 'matching', mutant.steps.join(', '));
  }
  t.deepEqual(everyFile(root), given.toSorted());
});

test('an archive that is whole gives its PDB, so that the tests above can fail', async t => {
  const root = temporaryFolder();
  const path = join(root, 'a.zip');
  writeFileSync(path, zipBytes({name: 'other-name.pdb', data: PDB}));
  const {recogniseDebugFile} = await import('../../../src/symbols/verify.ts');
  const {memorySource} = await import('../../../src/binary/byte-source.ts');
  const identity = recogniseDebugFile(memorySource(PDB), 'a.pdb');
  if (identity?.kind !== 'pdb') return t.fail();
  t.is(identity.age, 1);
  const outcome = await fetchFrom(root, path, 'archive', identity.guid);
  t.is(outcome?.verdict, 'matching');
  t.true(readFileSync(outcome?.file ?? '').equals(PDB));
});
