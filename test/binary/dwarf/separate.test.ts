import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {factsOf, run, sourceFolder, type Tool, tools} from './compiled.ts';

/** Declares a test that needs these programs; it runs in a folder with the sources. */
function needing(...used: readonly Tool[]) {
  const lacks = used.filter(tool => tools[tool] === null);
  return (
    title: string,
    body: (t: ExecutionContext, at: (name: string) => string, folder: string) => void,
  ) => {
    if (lacks.length > 0) return test.skip(`${title} (skipped: ${lacks.join(', ')} not installed)`, () => {});
    return test(title, t => {
      const folder = sourceFolder();
      body(t, name => join(folder, name), folder);
    });
  };
}

const SHARED = ['-shared', '-fPIC', '-nostdlib', '-Iinclude'] as const;
const sourcesOf = (facts: ReturnType<typeof factsOf>) => facts?.units.map(({source}) => source);

needing('gcc', 'objcopy')('a stripped file has no facts, its debug file has them', (t, at, folder) => {
  run(folder, 'gcc', ['-g', '-O0', ...SHARED, 'one.c', 'src/two.c', '-o', 'out']);
  const facts = factsOf(at('out'));
  run(folder, 'objcopy', ['--only-keep-debug', 'out', 'out.debug']);
  run(folder, 'objcopy', ['--strip-debug', 'out']);
  t.deepEqual(sourcesOf(facts), ['one.c', 'src/two.c']);
  t.is(factsOf(at('out')), null);
  t.deepEqual(factsOf(at('out.debug')), facts);
  t.deepEqual(factsOf(at('out'), at('out.debug')), facts);
});

needing('gcc', 'objcopy')(
  'compressed sections of both kinds tell the same as plain ones',
  (t, at, folder) => {
    run(folder, 'gcc', ['-g', '-O0', ...SHARED, 'one.c', 'src/two.c', '-o', 'out']);
    const facts = factsOf(at('out'));
    t.deepEqual(sourcesOf(facts), ['one.c', 'src/two.c']);
    for (const kind of ['zlib-gnu', 'zlib-gabi']) {
      run(folder, 'objcopy', [`--compress-debug-sections=${kind}`, 'out', kind]);
      t.deepEqual(factsOf(at(kind)), facts, kind);
    }
  },
);

needing('gcc')('a file compiled without -g has no facts', (t, at, folder) => {
  run(folder, 'gcc', ['-g0', ...SHARED, 'one.c', '-o', 'out', '-Wl,--unresolved-symbols=ignore-all']);
  t.is(factsOf(at('out')), null);
});

needing('gcc')('an object file of ELF is refused: its offsets are relocations', (t, at, folder) => {
  run(folder, 'gcc', ['-g', '-Iinclude', '-c', 'one.c', '-o', 'one.o']);
  const error = t.throws(() => factsOf(at('one.o')), {instanceOf: UnreadableError});
  t.is(error?.unreadable.reason, 'unsupported');
});

needing('mingw', 'mingw objcopy')('a stripped DLL of MinGW is told by its debug file', (t, at, folder) => {
  run(folder, 'mingw', [
    '-g',
    '-O0',
    '-shared',
    '-Iinclude',
    'one.c',
    'src/two.c',
    '-nostdlib',
    '-o',
    'm.dll',
  ]);
  run(folder, 'mingw objcopy', ['--only-keep-debug', 'm.dll', 'm.debug']);
  run(folder, 'mingw objcopy', ['--strip-all', 'm.dll', 'stripped.dll']);
  t.is(factsOf(at('stripped.dll')), null);
  const facts = factsOf(at('stripped.dll'), at('m.debug'));
  t.deepEqual(sourcesOf(facts), ['one.c', 'src/two.c']);
  t.deepEqual(facts, factsOf(at('m.dll')));
});

needing('clang', 'lld-link')('where there is a PDB it tells', (t, at, folder) => {
  run(folder, 'clang', [
    '--target=x86_64-windows-msvc',
    '-g',
    '-gcodeview',
    '-Iinclude',
    '-c',
    'src/two.c',
    '-o',
    'two.obj',
  ]);
  run(folder, 'lld-link', ['/dll', '/noentry', '/debug', '/out:two.dll', '/pdb:two.pdb', 'two.obj']);
  t.is(factsOf(at('two.dll')), null);
  const facts = factsOf(at('two.dll'), at('two.pdb'));
  t.is(facts?.format, 'codeview');
  t.true(facts?.units.some(({language}) => language === 'c'));
});

for (const arch of ['arm64', 'x86_64']) {
  needing(
    'clang',
    'ld64',
    'dsymutil',
  )(`a linked ${arch} Mach-O file is told by its dSYM`, (t, at, folder) => {
    linkMachO(folder, arch, `${arch}.dylib`);
    run(folder, 'dsymutil', ['--flat', `${arch}.dylib`, '-o', 'dsym']);
    t.is(factsOf(at(`${arch}.dylib`)), null);
    const [unit, ...others] = factsOf(at(`${arch}.dylib`), at('dsym'))?.units ?? [];
    t.deepEqual(others, []);
    t.like(unit, {language: 'c', source: 'src/two.c', directory: folder});
    t.deepEqual(unit?.files.toSorted(), [at('include/shared.h'), at('src/two.c')].sort());
  });
}

needing(
  'clang',
  'ld64',
  'dsymutil',
  'lipo',
)('of a fat file the first slice with DWARF tells', (t, at, folder) => {
  for (const arch of ['x86_64', 'arm64']) linkMachO(folder, arch, arch);
  run(folder, 'dsymutil', ['--flat', 'arm64', '-o', 'dsym']);
  run(folder, 'lipo', ['-create', 'x86_64', 'dsym', '-output', 'fat']);
  t.is(factsOf(at('x86_64')), null);
  t.deepEqual(sourcesOf(factsOf(at('fat'))), ['src/two.c']);
});

function linkMachO(folder: string, arch: string, output: string): void {
  const target = `--target=${arch}-apple-macos11`;
  run(folder, 'clang', [target, '-g', '-Iinclude', '-c', 'src/two.c', '-o', `${arch}.o`]);
  const platform = ['-arch', arch, '-platform_version', 'macos', '11.0', '13.3'];
  run(folder, 'ld64', [...platform, '-dylib', `${arch}.o`, '-o', output]);
}

needing('rustc')('units of rustc are Rust, and nobody says whether they are optimised', (t, at, folder) => {
  run(folder, 'rustc', ['-g', '-C', 'opt-level=2', 'five.rs', '-o', 'five.so']);
  const own = factsOf(at('five.so'))?.units.find(({source}) => source?.startsWith('five.rs'));
  t.like(own, {language: 'rust', directory: folder, options: null, optimised: null});
  t.regex(own?.producer ?? '', /^clang LLVM \(rustc version /);
  t.true(own?.files.includes(at('five.rs')));
});
