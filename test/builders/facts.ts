import type {
  ElfFacts,
  ElfUndefinedSymbol,
  ImportedLibrary,
  MachOFacts,
  MachOSlice,
  PeFacts,
} from '../../src/binary/facts.ts';

/** Library -> names, or ordinals, imported from it. */
export type Imports = Readonly<Record<string, readonly (string | number)[]>>;

/** `name`, or `name@VERSION:library` as readelf and objdump join them; `?` behind makes it weak. */
export type UndefinedName = string;

const common = {bits: 64, endian: 'little', initHooks: [], exportCount: 1} as const;

/** Facts of a 64-bit DLL that imports nothing, but for what is given. */
export function peFacts({
  imports = {},
  delayImports = {},
  ...rest
}: Partial<Omit<PeFacts, 'imports' | 'delayImports'>> & {
  imports?: Imports;
  delayImports?: Imports;
} = {}): PeFacts {
  return {
    ...common,
    format: 'pe',
    machine: 'x86_64',
    machineCode: 0x8664,
    isDll: true,
    isManaged: false,
    linkerVersion: '14.29',
    timestamp: 0,
    imageSizeBytes: 0x6000,
    imports: importTables(imports),
    delayImports: importTables(delayImports),
    exportName: null,
    codeView: null,
    isReproducible: false,
    hardening: {
      aslr: true,
      highEntropyAslr: true,
      dep: true,
      controlFlowGuard: false,
      forceIntegrity: false,
      signed: false,
    },
    ...rest,
  };
}

function importTables(imports: Imports): ImportedLibrary[] {
  return Object.entries(imports).map(([library, names]) => ({
    library,
    symbols: names.filter(name => typeof name === 'string'),
    ordinals: names.filter(name => typeof name === 'number'),
  }));
}

/** Facts of an x86-64 shared library that needs nothing, but for what is given; version needs follow from the names. */
export function elfFacts({
  undefinedNames = [],
  ...rest
}: Partial<Omit<ElfFacts, 'undefinedSymbols'>> & {undefinedNames?: readonly UndefinedName[]} = {}): ElfFacts {
  const undefinedSymbols = undefinedNames.map(elfSymbol);
  const versionNeeds: Record<string, readonly string[]> = {};
  for (const {version} of undefinedSymbols) {
    if (!version) continue;
    versionNeeds[version.library] = [...new Set([...(versionNeeds[version.library] ?? []), version.name])];
  }
  return {
    ...common,
    format: 'elf',
    machine: 'x86_64',
    machineCode: 62,
    type: 'shared',
    osAbi: 0,
    flags: 0,
    interpreter: null,
    soname: null,
    needed: [],
    rpath: [],
    runpath: [],
    versionNeeds,
    undefinedSymbols,
    buildId: null,
    isaLevel: null,
    stack: 'non-executable',
    hardening: {relro: 'full', bindNow: true, textRelocations: false},
    ...rest,
  };
}

function elfSymbol(text: UndefinedName): ElfUndefinedSymbol {
  const weak = text.endsWith('?');
  const [name = '', version] = (weak ? text.slice(0, -1) : text).split('@');
  const [versionName = '', library = ''] = version?.split(':') ?? [];
  return {name, weak, version: version === undefined ? null : {name: versionName, library}};
}

/** Facts of one arm64 slice of a bundle for macOS 11; `undefinedNames` are flat, `name:library` two-level. */
export function machOSlice({
  undefinedNames = [],
  needed = ['/usr/lib/libSystem.B.dylib'],
  ...rest
}: Partial<Omit<MachOSlice, 'undefinedSymbols' | 'needed'>> & {
  undefinedNames?: readonly UndefinedName[];
  needed?: readonly string[];
} = {}): MachOSlice {
  return {
    ...common,
    machine: 'arm64',
    machineCode: 0x0100000c,
    cpuSubtype: 0,
    type: 'bundle',
    installName: null,
    needed: needed.map(text => {
      const weak = text.endsWith('?');
      return {name: weak ? text.slice(0, -1) : text, weak, reexported: false};
    }),
    rpaths: [],
    undefinedSymbols: undefinedNames.map(text => {
      const weak = text.endsWith('?');
      const [name = '', library = null] = (weak ? text.slice(0, -1) : text).split(':');
      return {name, weak, library};
    }),
    uuid: null,
    platform: 'macos',
    minimumOs: '11.0',
    twoLevelNamespace: true,
    codeSignature: 'present',
    ...rest,
  };
}

/** A thin file for one slice, a fat one for several. */
export function machOFacts(...slices: readonly [MachOSlice, ...MachOSlice[]]): MachOFacts {
  return {format: 'macho', fat: slices.length > 1, slices};
}

/** Names of the Python API that every module has to use. */
export const API = ['PyModule_Create2', 'PyLong_FromLong', 'PyArg_ParseTuple'] as const;

/** The C runtime of CPython >= 3.5, as MSVC's /MD imports it. */
export const UCRT: Imports = {
  'VCRUNTIME140.dll': ['memset', '__C_specific_handler'],
  'api-ms-win-crt-heap-l1-1-0.dll': ['malloc', 'free'],
  'api-ms-win-crt-runtime-l1-1-0.dll': ['_initterm'],
  'KERNEL32.dll': ['GetCurrentThreadId'],
};

/** A Windows module that starts by `PyInit_speed`, imports the API from `pythonDll`, and whatever else is given. */
export function windowsModule(
  pythonDll: string,
  imports: Imports = UCRT,
  rest: Omit<Parameters<typeof peFacts>[0] & object, 'imports'> = {},
): PeFacts {
  return peFacts({initHooks: ['PyInit_speed'], imports: {[pythonDll]: API, ...imports}, ...rest});
}

/** A Linux module that starts by `PyInit_speed`, with the API and whatever else is given undefined. */
export function linuxModule(
  undefinedNames: readonly UndefinedName[] = [],
  rest: Omit<Parameters<typeof elfFacts>[0] & object, 'undefinedNames'> = {},
): ElfFacts {
  return elfFacts({
    initHooks: ['PyInit_speed'],
    needed: ['libc.so.6'],
    undefinedNames: [...API, 'malloc@GLIBC_2.2.5:libc.so.6', ...undefinedNames],
    ...rest,
  });
}

/** A macOS module with these slices' worth of facts; each starts by `PyInit_speed` and looks the API up flat. */
export function macModule(...slices: readonly [MachOSliceInput, ...MachOSliceInput[]]): MachOFacts {
  const [first, ...others] = slices;
  return machOFacts(macSlice(first), ...others.map(macSlice));
}

type MachOSliceInput = Parameters<typeof machOSlice>[0] & object;

function macSlice(slice: MachOSliceInput): MachOSlice {
  return machOSlice({
    initHooks: ['PyInit_speed'],
    ...slice,
    undefinedNames: [...API, ...(slice.undefinedNames ?? [])],
  });
}
