import test, {type ExecutionContext} from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import type {MachOSlice} from '../../../src/binary/facts.ts';
import {readMachODebugFacts} from '../../../src/binary/macho/debug-facts.ts';
import {readMachO, readMachOExportNames} from '../../../src/binary/macho/read-macho.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {
  collectDwarf,
  compileMachO,
  joinSlices,
  type LinkedFile,
  linesOf,
  linkMachO,
  machOTools,
  missingMachOTools,
} from '../../builders/link-macho.ts';

/** Files linked by lld, and what llvm-objdump and llvm-nm say of them. */
function linked(title: string, body: (t: ExecutionContext) => void): void {
  if (missingMachOTools.length === 0) test(title, body);
  else test.skip(`${title} (needs ${missingMachOTools.join(', ')})`, body);
}

const MODULE = `
extern void *PyModule_Create2(void *, int);
extern void *malloc(unsigned long);
extern int optional_function(void) __attribute__((weak_import));
static int helper(int x) { return x * 3; }
int (*pointer_to_helper)(int) = helper;
void *PyInit_demo(void) { if (optional_function) optional_function(); return PyModule_Create2(malloc(4), 1013); }
void *PyInitU_dm_eka(void) { return 0; }
void *PyModExport_demo(void) { return 0; }
void *PyInit_hidden(void);
__attribute__((visibility("hidden"))) void *PyInit_hidden(void) { return PyInit_demo(); }
`;

const BUNDLE = [
  '-bundle',
  '-undefined',
  'dynamic_lookup',
  '-U',
  '_optional_function',
  '-rpath',
  '@loader_path/../lib',
];

const bundle = (arch: 'x86_64' | 'arm64', more: readonly string[] = []): LinkedFile =>
  linkMachO(MODULE, {arch, link: [...BUNDLE, ...more]});

function onlySlice(t: ExecutionContext, file: LinkedFile): MachOSlice {
  const {slices} = readMachO(memorySource(file.bytes));
  t.is(slices.length, 1);
  const [slice] = slices;
  if (!slice) throw new Error('no slice');
  return slice;
}

/** `llvm-nm -m -u` lines as `name weak? (from)`. */
function undefinedByNm(file: LinkedFile): readonly string[] {
  return linesOf(machOTools.nm, ['-m', '-u', file.path])
    .map(line => /\(undefined\) (weak )?external _?(\S+) \((.*)\)/.exec(line))
    .map(match => `${match?.[2]} ${match?.[1] ?? ''}(${match?.[3]})`)
    .sort();
}

function undefinedByUs(slice: MachOSlice): readonly string[] {
  const from = (library: string | null) =>
    library === null ? 'dynamically looked up' : `from ${library.replace(/^.*\/(lib\w+).*$/, '$1')}`;
  return slice.undefinedSymbols
    .map(({name, weak, library}) => `${name} ${weak ? 'weak ' : ''}(${from(library)})`)
    .sort();
}

for (const arch of ['x86_64', 'arm64'] as const) {
  linked(`an ${arch} bundle has the undefined symbols that llvm-nm lists, with their libraries`, t => {
    const file = bundle(arch);
    const expected = undefinedByNm(file);
    t.true(expected.includes('PyModule_Create2 (dynamically looked up)'));
    t.true(expected.includes('malloc (from libSystem)'));
    t.true(expected.includes('optional_function weak (dynamically looked up)'));
    t.deepEqual(undefinedByUs(onlySlice(t, file)), expected);
  });
}

linked('the load commands of a bundle give machine, platform, run path and needed libraries', t => {
  const file = bundle('arm64');
  const slice = onlySlice(t, file);
  const headers = linesOf(machOTools.objdump, ['--macho', '--private-headers', file.path]).join('\n');
  const uuid = /uuid (\S+)/.exec(headers)?.[1]?.toLowerCase();
  t.like(slice, {
    machine: 'arm64',
    bits: 64,
    endian: 'little',
    type: 'bundle',
    installName: null,
    needed: [{name: '/usr/lib/libSystem.B.dylib', weak: false, reexported: false}],
    rpaths: ['@loader_path/../lib'],
    platform: 'macos',
    minimumOs: '11.0',
    twoLevelNamespace: true,
  });
  t.truthy(uuid);
  t.is(slice.uuid, uuid ?? null);
});

for (const [what, more] of [
  ['LC_DYLD_INFO', []],
  ['LC_DYLD_EXPORTS_TRIE', ['-fixup_chains']],
] as const) {
  linked(`the export trie of ${what} gives the names that llvm-objdump lists`, t => {
    const file = bundle('arm64', more);
    const commands = linesOf(machOTools.objdump, ['--macho', '--private-headers', file.path]).join('\n');
    t.true(commands.includes(what));
    const expected = linesOf(machOTools.objdump, ['--macho', '--exports-trie', file.path])
      .map(line => /^0x\S+\s+_(\S+)/.exec(line)?.[1])
      .filter(name => name !== undefined);
    t.is(expected.length, 4);
    t.deepEqual([...readMachOExportNames(memorySource(file.bytes))].sort(), expected.sort());
    const slice = onlySlice(t, file);
    t.is(slice.exportCount, expected.length);
    t.deepEqual(slice.initHooks, ['PyInitU_dm_eka', 'PyInit_demo', 'PyModExport_demo']);
  });
}

linked('a flat-namespace bundle looks every name up flat', t => {
  const slice = onlySlice(t, bundle('x86_64', ['-flat_namespace']));
  t.false(slice.twoLevelNamespace);
  t.true(slice.undefinedSymbols.length >= 3);
  t.true(slice.undefinedSymbols.every(({library}) => library === null));
});

linked('a dylib has an install name, and weak and re-exported libraries keep their order', t => {
  const dependency = (name: string) =>
    linkMachO(`int ${name}(void) { return 1; }`, {
      arch: 'x86_64',
      link: ['-dylib', '-install_name', `@rpath/lib${name}.dylib`],
    }).path;
  const file = linkMachO(
    'int one(void), two(void), three(void); int all(void) { return one() + two() + three(); }',
    {
      arch: 'x86_64',
      link: [
        ...['-dylib', '-install_name', '@rpath/liball.dylib'],
        ...['-weak_library', dependency('one'), '-reexport_library', dependency('two')],
        ...[dependency('three')],
      ],
    },
  );
  const expected = linesOf(machOTools.objdump, ['--macho', '--dylibs-used', file.path])
    .slice(1)
    .map(line => line.trim().split(' ')[0]);
  const slice = onlySlice(t, file);
  t.is(slice.type, 'dylib');
  t.is(slice.installName, '@rpath/liball.dylib');
  t.deepEqual(
    slice.needed.map(({name}) => name),
    expected.filter(name => name !== '@rpath/liball.dylib'),
  );
  t.deepEqual(
    slice.needed.filter(({weak}) => weak).map(({name}) => name),
    ['@rpath/libone.dylib'],
  );
  t.deepEqual(
    slice.needed.filter(({reexported}) => reexported).map(({name}) => name),
    ['@rpath/libtwo.dylib'],
  );
  t.deepEqual(undefinedByUs(slice), undefinedByNm(file));
});

linked('a file joined by lipo has one slice a machine, each with its own facts', t => {
  const file = joinSlices([bundle('x86_64'), bundle('arm64')]);
  const {fat, slices} = readMachO(memorySource(file.bytes));
  t.true(fat);
  t.deepEqual(
    slices.map(({machine}) => machine),
    ['x86_64', 'arm64'],
  );
  t.deepEqual(
    slices.map(({codeSignature}) => codeSignature),
    ['none', 'present'],
  );
  t.not(slices[0]?.uuid, slices[1]?.uuid);
  t.true(readMachOExportNames(memorySource(file.bytes)).has('PyInit_demo'));
});

linked('the signature of lld is present, and broken once a load command has been edited', t => {
  const file = bundle('arm64');
  t.is(onlySlice(t, file).codeSignature, 'present');
  const edited = Uint8Array.from(file.bytes);
  const at = Buffer.from(edited.buffer).indexOf('@loader_path/../lib');
  t.true(at > 0);
  edited.set(Buffer.from('@loader_path/../LIB'), at);
  t.is(readMachO(memorySource(edited)).slices[0]?.codeSignature, 'broken');
});

linked('debug facts tell a debug map, local symbols and a stripped file apart', t => {
  const build = (compile: readonly string[], more: readonly string[]) =>
    readMachODebugFacts(
      memorySource(linkMachO(MODULE, {arch: 'arm64', compile, link: [...BUNDLE, ...more]}).bytes),
    );
  const none = {dwarf: false, debugMap: false, debugLink: null};
  t.deepEqual(build(['-g'], []), {...none, debugMap: true, symbolTable: true});
  t.deepEqual(build([], []), {...none, symbolTable: true});
  t.deepEqual(build([], ['-x']), {...none, symbolTable: false});
});

linked('the file that dsymutil collects has DWARF', t => {
  const file = collectDwarf(linkMachO(MODULE, {arch: 'x86_64', compile: ['-g'], link: BUNDLE}));
  t.like(readMachODebugFacts(memorySource(file.bytes)), {dwarf: true, debugMap: false});
});

linked('an object file is refused as unlinked, and its DWARF is still seen', t => {
  const source = memorySource(compileMachO(MODULE, 'x86_64', ['-g']).bytes);
  t.throws(() => readMachO(source), {instanceOf: UnreadableError, message: /object file/});
  t.true(readMachODebugFacts(source).dwarf);
});
