import test from 'ava';
import {splitCalls, splitTools} from '../../../src/symbols/publish/split-tools.ts';
import {readTable} from '../../../src/system/table-files.ts';
import {splitPrograms} from '../../../src/toolchains/split-programs.ts';

const table = splitPrograms(readTable);
const programs = (...of: Parameters<typeof splitTools> extends [unknown, infer Case] ? [Case] : never) =>
  splitTools(table, ...of).tools.map(({program}) => program);

test("this machine's own objcopy comes first, and is not called for another machine", t => {
  t.is(programs({format: 'elf', machine: 'x86_64', host: 'x86_64'})[0], 'objcopy');
  const foreign = programs({format: 'elf', machine: 'arm64', host: 'x86_64'});
  t.is(foreign[0], 'aarch64-linux-gnu-objcopy');
  t.false(foreign.includes('objcopy'));
  t.false(programs({format: 'elf', machine: 'x86_64', host: null}).includes('objcopy'));
});

test('a machine that no package is known for is left to programs that read all of them', t => {
  t.deepEqual(programs({format: 'elf', machine: 'loongarch64', host: 'x86_64'}), [
    'llvm-objcopy',
    'eu-strip',
  ]);
  t.deepEqual(programs({format: 'pe', machine: 'arm64', host: 'x86_64'}), ['llvm-objcopy']);
});

test('what to install is named with its package, by format and machine', t => {
  const install = (format: 'elf' | 'pe' | 'macho', machine: 'arm64' | 'x86_64') =>
    splitTools(table, {format, machine, host: 'x86_64'}).install;
  t.is(
    install('elf', 'arm64'),
    'llvm-objcopy or aarch64-linux-gnu-objcopy (Debian: apt-get install llvm, or binutils-aarch64-linux-gnu)',
  );
  t.regex(install('elf', 'x86_64'), /llvm-objcopy or objcopy .*binutils\)$/);
  t.regex(install('pe', 'x86_64'), /binutils-mingw-w64-x86-64/);
  t.regex(install('macho', 'arm64'), /dsymutil and llvm-strip .*macOS: xcode-select --install/);
});

test('a name that begins with a dash is no option: it stands behind a folder', t => {
  const files = {input: 'in/-x.so', stripped: 'out/-x.so', debugFile: './-x.so.debug'};
  const calls = splitCalls({family: 'objcopy', program: 'objcopy', strip: null}, files);
  for (const words of calls) {
    t.deepEqual(
      words.filter(word => word.startsWith('-x')),
      [],
    );
  }
});
