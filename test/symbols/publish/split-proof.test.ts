import {execFileSync} from 'node:child_process';
import {copyFileSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {crc32} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {elfSplitProblem} from '../../../src/symbols/publish/prove-elf-split.ts';
import {losesSignature, machoSplitProblem} from '../../../src/symbols/publish/prove-macho-split.ts';
import {peSplitProblem} from '../../../src/symbols/publish/prove-pe-split.ts';
import {factsOfPart, type SplitParts} from '../../../src/symbols/publish/split-parts.ts';
import {elfTools, linkElf} from '../../builders/link-elf.ts';
import {collectDwarf, linkMachO, missingMachOTools} from '../../builders/link-macho.ts';
import {linkWithGnu, missingGnuTools} from '../../builders/link-pe.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const SOURCE = 'int add(int a) { int b = a + 1; return b; }\n';

/** Runs a program that the test asked for first. */
function run(tool: string | null, ...args: string[]): void {
  if (tool === null) throw new Error('the test should have been skipped');
  execFileSync(tool, args, {stdio: 'pipe'});
}

/** The parts that GNU objcopy makes by the recipe of its manual ("--only-keep-debug"). */
function split(
  objcopy: string | null,
  path: string,
  more: readonly string[] = [],
): {debug: string; stripped: string} {
  const folder = temporaryFolder();
  const [debug, stripped] = [join(folder, `${basename(path)}.debug`), join(folder, 'stripped')];
  run(objcopy, '--only-keep-debug', path, debug);
  run(objcopy, '--strip-debug', `--add-gnu-debuglink=${debug}`, ...more, path, stripped);
  return {debug, stripped};
}

function partsOf(original: string, stripped: string, debug: string): SplitParts {
  const [a, b, c] = [original, stripped, debug].map(path => readFileSync(path));
  return {
    original: memorySource(a ?? new Uint8Array()),
    stripped: memorySource(b ?? new Uint8Array()),
    debugFile: memorySource(c ?? new Uint8Array()),
    debugName: basename(debug),
    debugCrc32: crc32(c ?? new Uint8Array()),
  };
}

const lacksElf = elfTools.gcc === null || elfTools.objcopy === null;
const elf = lacksElf ? test.skip : test;
const noElf = lacksElf ? ' (skipped: no gcc or objcopy)' : '';
const ELF = ['-shared', '-fPIC', '-g', '-Wl,--build-id'];

elf(`ELF parts that objcopy made are right${noElf}`, t => {
  for (const options of [ELF, ['-shared', '-fPIC', '-g', '-Wl,--build-id=none']]) {
    const {path} = linkElf(SOURCE, options);
    const {debug, stripped} = split(elfTools.objcopy, path);
    t.is(elfSplitProblem(partsOf(path, stripped, debug)), null);
  }
});

elf(`an ELF file that still has debug information is not right${noElf}`, t => {
  const {path} = linkElf(SOURCE, ELF);
  const {debug, stripped} = split(elfTools.objcopy, path);
  const linked = join(temporaryFolder(), 'linked');
  run(elfTools.objcopy, `--add-gnu-debuglink=${debug}`, path, linked);
  t.regex(elfSplitProblem(partsOf(path, linked, debug)) ?? '', /still has \.debug_info/);
  run(elfTools.objcopy, '--strip-debug', path, linked);
  t.regex(elfSplitProblem(partsOf(path, linked, debug)) ?? '', /names the debug file of no name/);
  t.regex(elfSplitProblem(partsOf(path, stripped, stripped)) ?? '', /has code in it/);
  const empty = join(temporaryFolder(), 'empty');
  run(elfTools.objcopy, '--strip-debug', debug, empty);
  t.regex(elfSplitProblem(partsOf(path, stripped, empty)) ?? '', /no \.debug_info/);
});

elf(`the debug file of another build is not right${noElf}`, t => {
  const {path} = linkElf(SOURCE, ELF);
  const {stripped} = split(elfTools.objcopy, path);
  const other = linkElf(SOURCE.replace('+ 1', '+ 2'), ELF);
  const {debug} = split(elfTools.objcopy, other.path);
  t.regex(elfSplitProblem(partsOf(path, stripped, debug)) ?? '', /the build-id/);
  const same = linkElf(SOURCE.replace('+ 1', '+ 2'), ['-shared', '-fPIC', '-g', '-Wl,--build-id=none']);
  const own = linkElf(SOURCE, ['-shared', '-fPIC', '-g', '-Wl,--build-id=none']);
  const parts = partsOf(
    own.path,
    split(elfTools.objcopy, own.path).stripped,
    split(elfTools.objcopy, same.path).debug,
  );
  t.regex(elfSplitProblem(parts) ?? '', /another CRC-32/);
});

elf(`a stripped ELF file with one other byte in memory, or without a section, is not right${noElf}`, t => {
  const {path} = linkElf(SOURCE, ELF);
  const {debug, stripped} = split(elfTools.objcopy, path);
  const bytes = readFileSync(stripped);
  const header = execFileSync('readelf', ['-SW', stripped], {encoding: 'utf8'});
  const [, offset = ''] = / \.text +PROGBITS +[0-9a-f]+ +([0-9a-f]+)/.exec(header) ?? [];
  const at = Number.parseInt(offset, 16) + 8;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  const parts = {...partsOf(path, stripped, debug), stripped: memorySource(bytes)};
  t.regex(elfSplitProblem(parts) ?? '', /other bytes in \.text/);

  const cut = split(elfTools.objcopy, path, ['--remove-section=.eh_frame']);
  t.regex(
    elfSplitProblem(partsOf(path, cut.stripped, cut.debug)) ?? '',
    /other sections in memory|differs in/,
  );
  const changed = linkElf(`${SOURCE}int more(void) { return 2; }`, ELF);
  t.regex(elfSplitProblem(partsOf(changed.path, stripped, debug)) ?? '', /differs in (exportCount|buildId)/);
});

const mingwObjcopy = toolNamed('x86_64-w64-mingw32-objcopy');
const pe = missingGnuTools.length > 0 ? test.skip : test;
const noPe = missingGnuTools.length > 0 ? ` (skipped: no ${missingGnuTools.join(', ')})` : '';

pe(`PE parts that objcopy made are right; one other byte is seen${noPe}`, t => {
  const {path} = linkWithGnu({arch: 'x86_64', source: `__declspec(dllexport) ${SOURCE}`, options: ['-g']});
  const {debug, stripped} = split(mingwObjcopy, path, ['-p']);
  const parts = partsOf(path, stripped, debug);
  t.is(peSplitProblem(parts), null);
  const bytes = readFileSync(stripped);
  const at = bytes.readUInt32LE(bytes.readUInt32LE(0x3c) + 24 + 240 + 20);
  bytes.writeUInt8(bytes.readUInt8(at + 1) ^ 1, at + 1);
  t.regex(peSplitProblem({...parts, stripped: memorySource(bytes)}) ?? '', /other bytes in \.text/);
  t.regex(peSplitProblem({...parts, stripped: parts.original}) ?? '', /still has \.debug_info/);
  t.regex(peSplitProblem({...parts, debugFile: parts.stripped}) ?? '', /no \.debug_info/);
  t.regex(peSplitProblem({...parts, debugCrc32: 1}) ?? '', /another CRC-32/);
});

const strip = toolNamed('llvm-strip-16', 'llvm-strip');
const lacksMachO = [...missingMachOTools, ...(strip === null ? ['llvm-strip'] : [])];
const macho = lacksMachO.length > 0 ? test.skip : test;
const noMachO = lacksMachO.length > 0 ? ` (skipped: no ${lacksMachO.join(', ')})` : '';

macho(`Mach-O parts of one link are right, those of another are not${noMachO}`, t => {
  const link = (source: string) =>
    linkMachO(source, {arch: 'arm64', link: ['-bundle', '-adhoc_codesign'], compile: ['-g']});
  const linked = link(SOURCE);
  const stripped = join(temporaryFolder(), 'stripped');
  copyFileSync(linked.path, stripped);
  run(strip, '-S', '-x', stripped);
  const bytes = readFileSync(stripped);
  const parts = {
    original: memorySource(linked.bytes),
    stripped: memorySource(bytes),
    debugFile: memorySource(collectDwarf(linked).bytes),
  };
  t.is(machoSplitProblem(parts), null);
  t.regex(machoSplitProblem({...parts, stripped: parts.original}) ?? '', /still has debug information/);
  const other = collectDwarf(link(SOURCE.replace('+ 1', '+ 2')));
  t.regex(machoSplitProblem({...parts, debugFile: memorySource(other.bytes)}) ?? '', /other UUIDs/);
  const before = factsOfPart(parts.original);
  t.false(losesSignature(before, before));
  // A changed page of code, signed before.
  const broken = Buffer.from(linked.bytes);
  broken.writeUInt8(broken.readUInt8(28) ^ 1, 28);
  t.true(losesSignature(before, factsOfPart(memorySource(broken))));
});
