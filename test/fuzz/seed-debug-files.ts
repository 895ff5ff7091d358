import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import {buildPdb, compile3, environmentBlock} from '../binary/pdb/build-pdb.ts';
import {type CabFile, cabOf, lzx, mszip, stored, writeCab} from '../builders/cab.ts';
import type {LzxBlock} from '../builders/lzx.ts';
import {packedName, writeOle} from '../builders/ole.ts';
import {tarOf} from '../builders/tar.ts';
import {zipBytes} from '../builders/zip.ts';
import {programLike} from '../symbols/containers/sample-data.ts';
import type {SeedFiles} from './seeds.ts';
import type {Work} from './work.ts';

/** Writes PDBs and archives of them into a folder: honest ones, and some made to be costly, which come up less often. */
export function writeDebugSeeds(folder: string): Pick<Work, 'folder' | 'names'> {
  const [honest, hostile] = [honestSeeds(), hostileSeeds()];
  for (const [name, bytes] of [...honest, ...hostile]) writeFileSync(join(folder, name), bytes);
  const names = [...honest.keys()];
  return {folder, names: [...names, ...names, ...names, ...hostile.keys()]};
}

const block = (type: LzxBlock['type'], lengthBytes: number): LzxBlock => ({type, lengthBytes});

function honestSeeds(): SeedFiles {
  const pdb = buildPdb({
    modules: [
      {
        name: 'a.obj',
        symbols: [compile3(0, 'clang'), environmentBlock(['cmd', '-g'])],
        files: ['a.c', 'b.h'],
      },
      {name: 'b.obj', symbols: [compile3(1, 'Microsoft (R) Optimizing Compiler')], files: ['c.cpp']},
    ],
  });
  const files = new Map([
    ['python.pdb', pdb],
    ['other.pdb', programLike(70_000, 1)],
  ]);
  const mixed = lzx({
    windowBits: 16,
    blocks: [
      block('verbatim', 3000),
      block('uncompressed', 501),
      block('aligned', 40_000),
      block('verbatim', 0),
    ],
    callFileBytes: 100_000,
  });
  const small = lzx({windowBits: 15, blocks: [block('aligned', 0)]});
  const entries = [...files].map(([name, data]) => ({name, data}));
  const tar = tarOf(new Map([[`${'folder/'.repeat(20)}long.pdb`, pdb], ...files]));
  return new Map([
    ['small.pdb', buildPdb({})],
    ['modules.pdb', pdb],
    ['blocks.pdb', buildPdb({blockBytes: 512, spareBytes: 20_000})],
    ['stored.cab', cabOf(files, stored)],
    ['mszip.cab', cabOf(files, mszip)],
    ['lzx.cab', cabOf(files, mixed)],
    // Without checksums the decoders see every change.
    ['bare-mszip.cab', cabOf(files, mszip, {hasChecksums: false})],
    ['bare-lzx.cab', cabOf(files, mixed, {hasChecksums: false})],
    ['small-lzx.cab', cabOf(new Map([['a', pdb]]), small, {hasChecksums: false})],
    [
      'one.msi',
      writeOle(
        new Map([
          [packedName('cab1.cab'), cabOf(files, mixed, {hasChecksums: false})],
          [packedName('small.cab'), cabOf(new Map([['a', Buffer.from('data')]]), mszip)],
        ]),
      ),
    ],
    ['four.msi', writeOle(new Map([[packedName('cab1.cab'), cabOf(files, mszip)]]), 4096)],
    ['deflated.zip', zipBytes(...entries)],
    ['stored.zip', zipBytes(...entries.map(entry => ({...entry, stored: true})))],
    ['plain.tar', tar],
    ['packed.tgz', gzipSync(tar)],
    ['packed.tzst', zstdCompressSync(tar)],
  ]);
}

function hostileSeeds(): SeedFiles {
  const data = programLike(60_000, 2);
  const shared: CabFile[] = Array.from({length: 2000}, (_, index) => ({
    name: `${index}`,
    sizeBytes: 100,
    // Backwards, so that each asks for its folder anew.
    offset: 50_000 - index * 20,
    folder: 0,
  }));
  const tiny = lzx({windowBits: 21, blocks: Array.from({length: 900}, () => block('verbatim', 1))});
  return new Map([
    ['shared.cab', writeCab({folders: [mszip(data)], files: shared})],
    ['tiny-blocks.cab', cabOf(new Map([['a', data.subarray(0, 900)]]), tiny, {hasChecksums: false})],
    [
      'folders.cab',
      writeCab({
        folders: Array.from({length: 500}, () =>
          lzx({windowBits: 21, blocks: [block('verbatim', 0)]})(Buffer.from('ab')),
        ),
        files: Array.from({length: 500}, (_, folder) => ({
          name: 'a',
          sizeBytes: 2_000_000,
          offset: 0,
          folder,
        })),
      }),
    ],
    [
      'streams.msi',
      writeOle(new Map(Array.from({length: 300}, (_, index) => [`s${index}`, Buffer.from('MSCF')]))),
    ],
    ['zeros.tgz', gzipSync(tarOf(new Map([['zeros.pdb', Buffer.alloc(8_000_000)]])))],
  ]);
}
