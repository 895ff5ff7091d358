import {buildFat, buildMachO, flatTrie, type MachOSpec, namedBody, numberBody} from '../builders/macho.ts';
import {buildPe} from '../builders/pe.ts';
import type {SeedFiles} from './seeds.ts';

const NAMES = ['PyModule_Create2', 'PyErr_SetString', 'PyArg_ParseTuple', '_Py_Dealloc'];

const MACHO: MachOSpec = {
  commands: [
    {kind: 0xd, body: namedBody('@rpath/libdemo.dylib', [2, 0, 0])},
    {kind: 0xc, body: namedBody('/usr/lib/libSystem.B.dylib', [2, 0, 0])},
    {kind: 0x80000018, body: namedBody('@rpath/liboptional.dylib', [2, 0, 0])},
    {kind: 0x8000001c, body: namedBody('@loader_path/.dylibs', [])},
    {kind: 0x1b, body: numberBody([1, 2, 3, 4])},
    {kind: 0x32, body: numberBody([1, 0x000b0000, 0x000d0000, 0])},
  ],
  symbols: [
    {name: '_helper', type: 0x0e},
    {name: '_PyInit_demo', type: 0x0f},
    ...NAMES.map(name => ({name: `_${name}`, type: 1, description: 0xfe00})),
    {name: '_malloc', type: 1, description: 0x0100},
  ],
  trie: {bytes: flatTrie(['_PyInit_demo', '_initdemo', '_other']), by: 'LC_DYLD_EXPORTS_TRIE'},
};

const PE = {
  imports: [
    {library: 'python312.dll', entries: NAMES},
    {library: 'VCRUNTIME140.dll', entries: ['memcpy', 7]},
  ],
  delayImports: [{library: 'WS2_32.dll', entries: ['socket', 115]}],
  exports: {fileName: 'demo.pyd', names: ['PyInit_demo', 'other']},
  debug: [
    {type: 2, data: Buffer.from('RSDS0123456789abcdef\x01\0\0\0C:\\build\\demo.pdb\0', 'latin1')},
    {type: 16, data: Buffer.alloc(36)},
  ],
};

/** Seeds that the builders of the tests write: small, so that a change of any byte is likely to matter. */
export function writtenSeeds(): SeedFiles {
  const apple = buildMachO({...MACHO, cpuType: 0x0100000c, cpuSubtype: 0, signed: true});
  return new Map([
    ['written-64.macho', buildMachO(MACHO)],
    ['written-signed.macho', apple],
    ['written-32-big.macho', buildMachO({...MACHO, bits: 32, endian: 'big', commands: []})],
    [
      'written-fat.macho',
      buildFat([
        {cpuType: 0x01000007, bytes: buildMachO(MACHO)},
        {cpuType: 0x0100000c, bytes: apple},
      ]),
    ],
    ['written-64.pe', buildPe(PE).bytes],
    ['written-32.pe', buildPe({...PE, bits: 32, delayByAddress: true, withoutLookupTables: true}).bytes],
  ]);
}
