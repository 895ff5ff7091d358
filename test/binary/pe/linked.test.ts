import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import type {ImportedLibrary} from '../../../src/binary/facts.ts';
import {readPe} from '../../../src/binary/pe/read-pe.ts';
import {readPeExportNames} from '../../../src/binary/pe/read-pe-export-names.ts';
import {
  describePdb,
  describeWithObjdump,
  describeWithReadobj,
  type LinkedPe,
  linkWithGnu,
  linkWithLlvm,
  missingGnuTools,
  missingLlvmTools,
} from '../../builders/link-pe.ts';

const withGnu = missingGnuTools.length === 0 ? test : test.skip;
const gnuReason = missingGnuTools.length === 0 ? '' : ` (skipped: no ${missingGnuTools.join(', ')})`;
const withLlvm = missingLlvmTools.length === 0 ? test : test.skip;
const llvmReason = missingLlvmTools.length === 0 ? '' : ` (skipped: no ${missingLlvmTools.join(', ')})`;

const read = (file: LinkedPe) => readPe(memorySource(file.bytes));

// Linkers sort imports by symbol: nine comes before seven. Both are below 10 because objdump prints the ordinals of
// PE32+ in hexadecimal and those of PE32 in decimal.
const FIRST = {
  name: 'first.dll',
  exports: ['first_one', 'first_two', 'first_seven @7 NONAME', 'first_nine @9 NONAME'],
};
const LATE = {name: 'late.dll', exports: ['late_one', 'late_two']};

const SOURCE = `
__declspec(dllimport) int first_one(void); __declspec(dllimport) int first_two(void);
__declspec(dllimport) int first_seven(void); __declspec(dllimport) int first_nine(void);
__declspec(dllimport) int late_one(void); __declspec(dllimport) int late_two(void);
void *__delayLoadHelper2(const void *descriptor, void **address) { (void)descriptor; return *address; }
__declspec(dllexport) int PyInit_module(void) {
  return first_one() + first_two() + first_seven() + first_nine() + late_one() + late_two();
}
__declspec(dllexport) int initmodule(void) { return 0; }
__declspec(dllexport) int helper(void) { return 1; }
`;

/** The import tables as \`objdump -p\` prints them. */
function importsByObjdump(text: string): ImportedLibrary[] {
  const libraries: {library: string; symbols: string[]; ordinals: number[]}[] = [];
  const tables = text.slice(text.indexOf('The Import Tables'), text.indexOf('There is an export table'));
  for (const line of tables.split('\n')) {
    const library = /DLL Name: (.+)/.exec(line)?.[1];
    if (library !== undefined) libraries.push({library, symbols: [], ordinals: []});
    const [, ordinal, name] = /^\t[0-9a-f]+\t\s*(\d+) {2}(\S+)$/.exec(line) ?? [];
    if (name === '<none>') libraries.at(-1)?.ordinals.push(Number(ordinal));
    else if (name !== undefined) libraries.at(-1)?.symbols.push(name);
  }
  return libraries;
}

/** Blocks named `kind` as `llvm-readobj --coff-imports` prints them. */
function importsByReadobj(text: string, kind: 'Import' | 'DelayImport'): ImportedLibrary[] {
  return text
    .split(/^(?=\w+ \{$)/m)
    .filter(block => block.startsWith(`${kind} {`))
    .map(block => {
      const symbols: string[] = [];
      const ordinals: number[] = [];
      for (const [, name = '', ordinal] of block.matchAll(/Symbol: (\S*) ?\((\d+)\)/g)) {
        if (name === '') ordinals.push(Number(ordinal));
        else symbols.push(name);
      }
      return {library: /Name: (.+)/.exec(block)?.[1] ?? '', symbols, ordinals};
    });
}

for (const arch of ['x86_64', 'i686'] as const) {
  withGnu(`${arch}, MinGW: imports and exports are those of objdump -p${gnuReason}`, t => {
    const file = linkWithGnu({arch, source: SOURCE, libraries: [FIRST, LATE]});
    const text = describeWithObjdump(file);
    const facts = read(file);
    const expected = importsByObjdump(text);
    t.true(expected.some(({library}) => library === 'KERNEL32.dll'));
    t.deepEqual(expected.find(({library}) => library === 'first.dll')?.ordinals, [9, 7]);
    t.deepEqual(facts.imports, expected);
    t.is(facts.machine, arch === 'i686' ? 'x86' : 'x86_64');
    t.is(facts.exportName, 'module.pyd');
    t.deepEqual(facts.initHooks, ['PyInit_module', 'initmodule']);
    const names = [
      ...text.slice(text.indexOf('[Ordinal/Name Pointer]')).matchAll(/^\t\[ *\d+\] (\S+)/gm),
    ].map(([, name = '']) => name);
    t.true(names.includes('helper'));
    t.deepEqual([...readPeExportNames(memorySource(file.bytes))], names);
    t.is(facts.exportCount, names.length);
    t.is(
      facts.linkerVersion,
      /MajorLinkerVersion\s+(\d+)\nMinorLinkerVersion\s+(\d+)/.exec(text)?.slice(1).join('.') ?? '',
    );
    t.is(facts.imageSizeBytes, Number.parseInt(/SizeOfImage\s+([0-9a-f]+)/.exec(text)?.[1] ?? '', 16));
  });
}

for (const arch of ['x86_64', 'aarch64'] as const) {
  withLlvm(`${arch}, lld-link: imports and delay imports are those of llvm-readobj${llvmReason}`, t => {
    const file = linkWithLlvm({arch, source: SOURCE, libraries: [FIRST, LATE], delayed: 'late.dll'});
    const text = describeWithReadobj(file, '--coff-imports');
    const facts = read(file);
    t.deepEqual(facts.imports, importsByReadobj(text, 'Import'));
    t.deepEqual(facts.imports[0]?.ordinals, [9, 7]);
    t.deepEqual(facts.delayImports, importsByReadobj(text, 'DelayImport'));
    t.deepEqual(facts.delayImports, [{library: 'late.dll', symbols: ['late_one', 'late_two'], ordinals: []}]);
    t.is(facts.machine, arch === 'aarch64' ? 'arm64' : 'x86_64');
    t.false(facts.isReproducible);
  });
}

withLlvm(`the CodeView record is the identity of the PDB that the linker wrote${llvmReason}`, t => {
  const file = linkWithLlvm({arch: 'x86_64', source: SOURCE, libraries: [FIRST, LATE], delayed: 'late.dll'});
  const summary = describePdb(file.pdb);
  const codeView = read(file).codeView;
  t.is(codeView?.guid, /GUID: \{(.+)\}/.exec(summary)?.[1]?.toLowerCase());
  t.is(codeView?.age, Number(/Age: (\d+)/.exec(summary)?.[1]));
  t.is(codeView?.pdb, file.pdb);
});

withLlvm(`a link with /Brepro and without ASLR says so${llvmReason}`, t => {
  const options = ['/Brepro', '/dynamicbase:no', '/highentropyva:no', '/nxcompat'];
  const file = linkWithLlvm({
    arch: 'x86_64',
    source: SOURCE,
    libraries: [FIRST, LATE],
    delayed: 'late.dll',
    options,
  });
  const facts = read(file);
  t.true(facts.isReproducible);
  t.regex(describeWithReadobj(file, '--coff-debug-directory'), /Type: (Repro|Unknown) \(0x10\)/);
  const flags = describeWithReadobj(file, '--file-headers');
  t.is(facts.hardening.aslr, flags.includes('DYNAMIC_BASE'));
  t.is(facts.hardening.dep, flags.includes('NX_COMPAT'));
  t.false(facts.hardening.aslr);
  t.true(facts.hardening.dep);
});
