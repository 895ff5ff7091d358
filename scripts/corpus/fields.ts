import type {ElfFacts, ImportedLibrary, MachOFacts, PeFacts} from '../../src/binary/facts.ts';
import type {OurFacts} from './read-facts.ts';
import type {ElfReference, MachOReference, PeReference, Reference} from './reference.ts';

/** What pyxdbg and the reference say of each field, brought into one form: equal values have equal JSON. */
export type FieldPairs = Readonly<Record<string, readonly [ours: unknown, theirs: unknown]>>;

/** Pairs the fields of one binary; null where it is of another format than the reference says. */
export function fieldPairs(ours: OurFacts, reference: Reference): FieldPairs | null {
  const {facts} = ours;
  if (facts.format === 'pe' && reference.format === 'PE') return peFields({...ours, facts}, reference);
  if (facts.format === 'elf' && reference.format === 'ELF') return elfFields({...ours, facts}, reference);
  if (facts.format === 'macho' && reference.format === 'MachO') return machOFields(facts, reference);
  return null;
}

const PE_MACHINES: Readonly<Record<string, string>> = {AMD64: 'x86_64', I386: 'x86', ARM64: 'arm64'};

function peFields(
  {facts, debug, resources}: OurFacts & {readonly facts: PeFacts},
  theirs: PeReference,
): FieldPairs {
  const records = theirs.debug.filter(({type}) => type === 'CODEVIEW');
  const [record] = records;
  const {codeView} = facts;
  return {
    machine: [facts.machine, PE_MACHINES[theirs.machine] ?? theirs.machine],
    bits: [facts.bits, theirs.bits],
    'is a DLL': [facts.isDll, theirs.is_dll],
    'is managed': [facts.isManaged, theirs.clr],
    linker: [facts.linkerVersion, theirs.linker],
    'imports by name': [namesOf(facts.imports), libraries(theirs.imports, isName)],
    'imports by ordinal': [ordinalsOf(facts.imports), libraries(theirs.imports, isOrdinal)],
    'delay imports by name': [namesOf(facts.delayImports), libraries(theirs.delay_imports, isName)],
    'delay imports by ordinal': [ordinalsOf(facts.delayImports), libraries(theirs.delay_imports, isOrdinal)],
    'export name': [facts.exportName, theirs.dll_name],
    'number of exports': [facts.exportCount, theirs.n_exports],
    'init hooks': [sorted(facts.initHooks), sorted(theirs.init)],
    'RSDS guid': [codeView?.guid ?? null, record?.guid ?? null],
    'RSDS age': [codeView?.age ?? null, record?.age ?? null],
    'RSDS pdb': [codeView?.pdb ?? null, record?.pdb ?? null],
    reproducible: [facts.isReproducible, theirs.debug.some(({type}) => type === 'REPRO')],
    dwarf: [debug.dwarf, theirs.dwarf],
    'manifest C runtime': [manifestRuntimes(resources?.manifest ?? ''), theirs.manifest_crt ?? []],
  };
}

const isOrdinal = (name: string): boolean => /^#\d+$/.test(name);
const isName = (name: string): boolean => !isOrdinal(name);

/** A library may stand in an import table more than once; the reference joins its entries. */
function joined(table: readonly ImportedLibrary[], symbolsOf: (library: ImportedLibrary) => string[]) {
  const result = new Map<string, string[]>();
  for (const library of table) {
    result.set(library.library, [...(result.get(library.library) ?? []), ...symbolsOf(library)]);
  }
  return [...result];
}

const namesOf = (table: readonly ImportedLibrary[]) => joined(table, ({symbols}) => [...symbols]);
const ordinalsOf = (table: readonly ImportedLibrary[]) =>
  joined(table, ({ordinals}) => ordinals.map(ordinal => `#${ordinal}`));
const libraries = (table: Readonly<Record<string, string[]>>, wanted: (name: string) => boolean) =>
  Object.entries(table).map(([library, names]) => [library, names.filter(wanted)]);

/** The assemblies of C runtimes that a side-by-side manifest names, each with its version. */
function manifestRuntimes(manifest: string): [string | undefined, string | undefined][] {
  const identities = manifest.match(/<assemblyIdentity\b[^>]*>/g) ?? [];
  const attribute = (tag: string, name: string): string | undefined =>
    new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];
  return identities
    .filter(tag => /^Microsoft\.VC\d+\.(?:Debug)?CRT$/.test(attribute(tag, 'name') ?? ''))
    .map(tag => [attribute(tag, 'name'), attribute(tag, 'version')]);
}

const ELF_MACHINES: Readonly<Record<string, string>> = {
  X86_64: 'x86_64',
  AARCH64: 'arm64',
  I386: 'x86',
  RISCV: 'riscv64',
  PPC64: 'ppc64le',
  S390: 's390x',
};
const ELF_TYPES: Readonly<Record<string, string>> = {
  DYN: 'shared',
  EXEC: 'executable',
  REL: 'relocatable',
};

function elfFields({facts, debug}: OurFacts & {readonly facts: ElfFacts}, theirs: ElfReference): FieldPairs {
  const pythonNames = facts.undefinedSymbols.map(({name}) => name).filter(isPythonName);
  return {
    machine: [facts.machine, ELF_MACHINES[theirs.machine] ?? theirs.machine],
    bits: [facts.bits, theirs.bits],
    endian: [facts.endian, theirs.endian],
    type: [facts.type, ELF_TYPES[theirs.type] ?? theirs.type],
    needed: [facts.needed, theirs.needed],
    soname: [facts.soname, theirs.soname],
    interpreter: [facts.interpreter, theirs.interp],
    rpath: [facts.rpath, theirs.rpath.flatMap(path => path.split(':'))],
    runpath: [facts.runpath, theirs.runpath.flatMap(path => path.split(':'))],
    'version needs': [byLibrary(facts.versionNeeds), byLibrary(theirs.version_needs)],
    'undefined Python names': [sorted(pythonNames), sorted(theirs.py_undefined)],
    'number of exports': [facts.exportCount, theirs.n_exports],
    'init hooks': [sorted(facts.initHooks), sorted(theirs.init)],
    'build-id': [facts.buildId, theirs.build_id],
    dwarf: [debug.dwarf, theirs.dwarf],
    'symbol table': [debug.symbolTable, theirs.symtab],
    'debug link': [debug.debugLink?.file ?? null, theirs.gnu_debuglink],
  };
}

function byLibrary(needs: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(needs)
    .map(([library, versions]) => [library, sorted(versions)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const MACHO_TYPES: Readonly<Record<string, string>> = {
  DYLIB: 'dylib',
  BUNDLE: 'bundle',
  EXECUTE: 'executable',
  OBJECT: 'other',
};

function machOFields(facts: MachOFacts, theirs: MachOReference): FieldPairs {
  const {slices} = facts;
  const python = slices.map(slice =>
    sorted(slice.undefinedSymbols.map(({name}) => name).filter(isPythonName)),
  );
  const all = theirs.slices;
  return {
    machine: [
      slices.map(slice => slice.machine),
      all.map(({arch}) => (arch === 'X86_64' ? 'x86_64' : arch.toLowerCase())),
    ],
    type: [slices.map(slice => slice.type), all.map(({type}) => MACHO_TYPES[type] ?? type)],
    libraries: [
      slices.map(({installName, needed}) => [installName ?? [], needed.map(({name}) => name)].flat()),
      all.map(({libs}) => libs),
    ],
    platform: [slices.map(slice => slice.platform), all.map(({platform}) => platform?.toLowerCase() ?? null)],
    'minimum system': [
      slices.map(slice => slice.minimumOs),
      all.map(({minos}) => minos?.replace(/^(\d+\.\d+)\.0$/, '$1') ?? null),
    ],
    uuid: [slices.map(({uuid}) => uuid?.replaceAll('-', '') ?? null), all.map(({uuid}) => uuid)],
    'undefined Python names': [python, all.map(one => sorted(one.py_undefined))],
    'init hooks': [slices.map(slice => sorted(slice.initHooks)), all.map(({init}) => sorted(init))],
  };
}

const isPythonName = (name: string): boolean => /^_?Py/.test(name);

/** Each name once, in code unit order. */
function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
