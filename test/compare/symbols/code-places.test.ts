import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {LocatedCode} from '../../../src/debugging/symbolize/located.ts';
import {parseAddr2line, parseLlvmSymbolizer} from '../../../src/debugging/symbolize/symbolizer-output.ts';
import {DebugFiles} from '../../../src/system/debugging/debug-files.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

/**
 * Our own reader of functions against llvm-symbolizer and addr2line, at addresses spread over .text. Where the two
 * disagree, each is wrong now and then:
 * - llvm-symbolizer names the function itself by the symbol table: `work.lto_priv.0.cold`, `raise@@GLIBC_2.2.5`. Its names
 *   are compared but for that one.
 * - addr2line takes the name of the unit (`<artificial>` after link-time optimisation, `dcigettext.c` for a header that it
 *   includes) for a file of the line table that it does not find, and writes `./iconv/./iconv/x.c`. Files are compared by
 *   their last part.
 * - addr2line 2.40 finds no inlined functions in DWARF 5 of clang.
 * - Of code without debug information (crtstuff.c of gcc) both tell what the symbol table says, which is not compared.
 * - In the padding between functions, which no unit claims, addr2line tells the function before by the symbol table.
 */
const ADDRESSES = 600;

const llvm = toolNamed('llvm-symbolizer-16', 'llvm-symbolizer');
const addr2line = toolNamed('addr2line');
const readelf = toolNamed('readelf');
const noTools = llvm === null || addr2line === null || readelf === null;
const why = noTools ? ' (skipped: no llvm-symbolizer, addr2line or readelf)' : '';

interface Agreement {
  readonly addresses: number;
  /** As one of the tools, or both. */
  readonly same: number;
  readonly asLlvm: number;
  readonly asAddr2line: number;
  /** Where both tools say the same, and we do not. */
  readonly alone: readonly string[];
}

/** Addresses of `.text`, as a section table of `module` places it. */
function addressesOf(module: string): readonly number[] {
  const text = execFileSync(readelf ?? '', ['-SW', module], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, start = '', size = ''] = / \.text +\S+ +([0-9a-f]+) [0-9a-f]+ ([0-9a-f]+)/.exec(text) ?? [];
  const [from, bytes] = [Number.parseInt(start, 16), Number.parseInt(size, 16)];
  const count = Math.min(ADDRESSES, bytes);
  return Array.from({length: count}, (_, index) => from + Math.floor((bytes * (index + 0.37)) / count));
}

function asked(tool: string, words: readonly string[], addresses: readonly number[]): string {
  const input = addresses.map(address => `0x${address.toString(16)}\n`).join('');
  return execFileSync(tool, words, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: {...process.env, DEBUGINFOD_URLS: ''},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

function ownPlaces(file: string, addresses: readonly number[]) {
  const files = new DebugFiles();
  const found = files.places(file, addresses);
  files.close();
  return found;
}

const lastPart = (path: string | null): string | null => path?.split('/').at(-1) ?? null;

const places = (code: LocatedCode, isLastNamed: boolean): string =>
  code
    .map(({function: name, file, line}, index) => {
      const shown = isLastNamed || index < code.length - 1 ? name : '';
      return `${shown} ${lastPart(file)}:${line}`;
    })
    .join(' < ');

/** What is compared of a file: `isNamed`: names too, which C++ has in other forms. */
function compared(file: string, addresses: readonly number[], isNamed = true): Agreement {
  const own = ownPlaces(file, addresses);
  const byLlvm = parseLlvmSymbolizer(
    asked(llvm ?? '', ['--output-style=JSON', '--demangle', `--obj=${file}`], addresses),
  );
  const byGnu = parseAddr2line(asked(addr2line ?? '', ['-C', '-f', '-i', '-a', '-e', file], addresses));
  const unnamed = (code: LocatedCode): LocatedCode =>
    code.every(({line}) => line === null)
      ? []
      : isNamed
        ? code
        : code.map(place => ({...place, function: ''}));
  const counts = {addresses: addresses.length, same: 0, asLlvm: 0, asAddr2line: 0};
  const alone: string[] = [];
  for (const [index, address] of addresses.entries()) {
    const [ours, theirs, gnus] = [own, byLlvm, byGnu].map(all => unnamed(all[index] ?? [])) as [
      LocatedCode,
      LocatedCode,
      LocatedCode,
    ];
    const isLlvms = places(ours, false) === places(theirs, false);
    const isGnus = places(ours, true) === places(gnus, true);
    if (isLlvms) counts.asLlvm += 1;
    if (isGnus) counts.asAddr2line += 1;
    if (isLlvms || isGnus) counts.same += 1;
    else if (places(theirs, false) === places(gnus, false)) {
      alone.push(`0x${address.toString(16)}: ${places(ours, true)}, they: ${places(gnus, true)}`);
    }
  }
  return {...counts, alone};
}

function agrees(t: ExecutionContext, found: Agreement, least: number): void {
  const {addresses, same, asLlvm, asAddr2line, alone} = found;
  t.log(
    `${addresses} addresses: ${same} as a tool, ${asLlvm} as llvm-symbolizer, ${asAddr2line} as addr2line`,
  );
  for (const one of alone.slice(0, 5)) t.log(one);
  t.true(addresses >= 100);
  if (least === 1) t.deepEqual(alone, []);
  t.true(same >= least * addresses);
}

/** A source of functions that inline one another, in loops and branches. */
function source(): string {
  const lines = [
    'extern int other(int);',
    'static inline int twice(int x) {',
    '  if (x > 7) return other(x) + x;',
    '  return x * 2;',
    '}',
    'static inline __attribute__((always_inline)) int mixed(int x, int y) {',
    '  int sum = 0;',
    '  for (int i = 0; i < y; i++) sum += twice(x + i);',
    '  return sum ^ other(sum);',
    '}',
  ];
  for (let index = 0; index < 40; index++) {
    lines.push(
      `int work${index}(int x, int y) {`,
      `  int found = mixed(x, ${index});`,
      `  while (found > ${index}) {`,
      '    int part = twice(found);',
      '    found -= mixed(part, y) + 3;',
      '  }',
      `  return found + ${index === 0 ? 'twice(y)' : `work${index - 1}(y, x)`};`,
      '}',
    );
  }
  return `${lines.join('\n')}\n`;
}

function built(compiler: string, options: readonly string[], name = 'work.c'): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), source());
  writeFileSync(join(folder, `other-${name}`), 'int other(int x) { return x > 3 ? x - 1 : x + 1; }\n');
  const words = ['-shared', '-fPIC', '-O2', ...options, name, `other-${name}`, '-o', 'work.so'];
  execFileSync(compiler, words, {cwd: folder, stdio: ['ignore', 'pipe', 'pipe']});
  return join(folder, 'work.so');
}

for (const [compiler, ...options] of [
  ['gcc', '-gdwarf-2'],
  ['gcc', '-gdwarf-3'],
  ['gcc', '-gdwarf-4'],
  ['gcc', '-gdwarf-5'],
  ['gcc', '-g', '-flto'],
  ['gcc', '-g', '-gz=zlib', '-ffunction-sections'],
  ['clang-16', '-gdwarf-4'],
  ['clang-16', '-gdwarf-5'],
] as const) {
  const isMissing = noTools || toolNamed(compiler) === null;
  const run = isMissing ? test.serial.skip : test.serial;
  run(
    `functions of ${compiler} ${options.join(' ')} are those that the tools find${isMissing ? ' (skipped: no tools)' : ''}`,
    t => {
      const file = built(compiler, options);
      agrees(t, compared(file, addressesOf(file)), 1);
    },
  );
}

for (const compiler of ['g++', 'clang++-16']) {
  const isMissing = noTools || toolNamed(compiler) === null;
  const run = isMissing ? test.serial.skip : test.serial;
  run(`lines of ${compiler} are those that the tools find${isMissing ? ' (skipped: no tools)' : ''}`, t => {
    const file = built(compiler, ['-g'], 'work.cc');
    agrees(t, compared(file, addressesOf(file), false), 1);
  });
}

for (const compiler of ['gcc', 'clang-16']) {
  const isMissing = noTools || toolNamed(compiler) === null;
  const run = isMissing ? test.serial.skip : test.serial;
  run(
    `of what ${compiler} -gsplit-dwarf leaves in the file, lines are found${isMissing ? ' (skipped: no tools)' : ''}`,
    t => {
      const file = built(compiler, ['-g', '-gsplit-dwarf']);
      const addresses = addressesOf(file);
      const found = ownPlaces(file, addresses);
      const theirs = parseAddr2line(asked(addr2line ?? '', ['-f', '-i', '-a', '-e', file], addresses));
      const same = found.filter((own, index) => own[0]?.line === theirs[index]?.[0]?.line).length;
      t.log(`${same} of ${addresses.length}`);
      t.true(same >= 0.9 * addresses.length);
    },
  );
}

/** Debian's debug file of a program or library here; null without one. */
function debianDebugFile(module: string): string | null {
  if (noTools || !existsSync(module)) return null;
  const notes = execFileSync(readelf ?? '', ['-nW', module], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, id = ''] = /Build ID: ([0-9a-f]+)/.exec(notes) ?? [];
  const file = `/usr/lib/debug/.build-id/${id.slice(0, 2)}/${id.slice(2)}.debug`;
  return existsSync(file) ? file : null;
}

function pyenvLibrary(): string | null {
  const versions = join(homedir(), '.pyenv/versions');
  if (noTools || !existsSync(versions)) return null;
  const libraries = readdirSync(versions)
    .flatMap(version => {
      const folder = join(versions, version, 'lib');
      return existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : [];
    })
    .filter(path => /\/libpython3\.\d+\.so\.1\.0$/.test(path));
  return libraries.at(-1) ?? null;
}

for (const [title, module, file] of [
  ["Debian's python3.11", '/usr/bin/python3.11', debianDebugFile('/usr/bin/python3.11')],
  ["Debian's libc", '/lib/x86_64-linux-gnu/libc.so.6', debianDebugFile('/lib/x86_64-linux-gnu/libc.so.6')],
  ['a libpython of pyenv', pyenvLibrary(), pyenvLibrary()],
] as const) {
  const run = file === null ? test.serial.skip : test.serial;
  run(
    `functions of ${title} are those that the tools find${file === null ? ` (skipped: not here)${why}` : ''}`,
    t => {
      agrees(t, compared(file ?? '', addressesOf(module ?? '')), 0.99);
    },
  );
}
