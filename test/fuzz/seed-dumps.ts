import {buildCore, type CoreSpec} from '../builders/core.ts';
import {buildElf} from '../builders/elf.ts';
import {bpel, buildMinidump, rsds} from '../builders/minidump.ts';
import {buildPe} from '../builders/pe.ts';
import type {SeedFiles} from './seeds.ts';

/** Cores of each class and byte order, and minidumps of the three systems. */
export function dumpSeeds(): SeedFiles {
  const guid = Array.from({length: 16}, (_, index) => index);
  return new Map([
    ['little64.core', buildCore(process({bits: 64, littleEndian: true}))],
    ['big32.core', buildCore(process({bits: 32, littleEndian: false}))],
    ['last64.core', buildCore({...process({bits: 64, littleEndian: true}), notesLast: true})],
    ['unnamed64.core', buildCore({...process({bits: 64, littleEndian: true}), files: null})],
    [
      'windows.dmp',
      buildMinidump({
        modules: Array.from({length: 8}, (_, index) => ({
          path: `C:\\Python311\\module${index}.pyd`,
          version: [3, 11, 2150, 1013],
          record: rsds(guid, index, `D:\\b\\module${index}.pdb`),
        })),
      }),
    ],
    [
      'linux.dmp',
      buildMinidump({
        platform: 0x8201,
        isPadded: true,
        modules: [{path: '/usr/lib/a.so', record: bpel(guid)}],
      }),
    ],
  ]);
}

function process({bits, littleEndian}: Required<Pick<CoreSpec, 'bits' | 'littleEndian'>>): CoreSpec {
  const notes = [{name: 'GNU', type: 3, content: [1, 2, 3, 4]}];
  const library = buildElf({bits, littleEndian, notes}).bytes;
  const dll = buildPe({debug: [{type: 2, data: rsds([...(notes[0]?.content ?? [])], 1, 'spam.pdb')}]}).bytes;
  return {
    bits,
    littleEndian,
    program: ['python3', 'python3 -m spam'],
    auxiliary: [
      [3, 0x40_0040],
      [33, 0x7000_0000],
    ],
    segments: [
      {address: 0x40_0000, bytes: library},
      {address: 0x5000_0000, bytes: library},
      {address: 0x6000_0000, bytes: dll},
    ],
    files: [
      {path: '/usr/bin/python3', start: 0x40_0000, end: 0x40_1000},
      {path: '/opt/spam.so (deleted)', start: 0x5000_0000, end: 0x5000_1000},
      {path: '/wine/spam.dll', start: 0x6000_0000, end: 0x6000_1000},
    ],
  };
}
