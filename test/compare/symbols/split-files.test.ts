import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {linkPdb, missingTools} from '../../binary/pdb/link-pdb.ts';
import {crossLinkElf, elfTools, linkElf} from '../../builders/link-elf.ts';
import {compileMachO, linkMachO, machOTools, missingMachOTools} from '../../builders/link-macho.ts';
import {linkWithGnu, missingGnuTools} from '../../builders/link-pe.ts';
import {runReadelf} from '../../builders/readelf.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {pyxdbgOn} from '../../e2e/program.ts';
import {type Files, writeWheel} from '../../seeded/wheel.ts';
import {membersOf} from './wheel-judges.ts';

const pyxdbg = pyxdbgOn(process.execPath);
const symbolizer = toolNamed('llvm-symbolizer-16', 'llvm-symbolizer');
const unless = (lacking: readonly (string | null)[]) => {
  const names = lacking.filter(name => name !== null);
  return {
    live: names.length === 0 ? test.serial : test.serial.skip,
    why: names.length === 0 ? '' : ` (skipped: no ${names.join(', ')})`,
  };
};
const lacks = (name: string): string | null => (toolNamed(name) === null ? name : null);
const noSymbolizer = symbolizer === null ? 'llvm-symbolizer' : null;

async function split(t: ExecutionContext, cwd: string, ...words: string[]): Promise<string> {
  const {status, stdout, stderr} = await pyxdbg(['symbols', 'split', ...words], {cwd});
  t.is(status, 0, stderr + stdout);
  return stdout;
}

/** `file:line` of an address, as LLVM finds it by the debug link, the dSYM or the file itself. */
const lineOf = (path: string, address: string): string =>
  execFileSync(symbolizer ?? '', ['-e', path, address], {encoding: 'utf8'});

const SOURCE = 'int add(int a) {\n  int b = a + 1;\n  return b;\n}\n';
const ELF = unless([lacks('gcc'), lacks('objcopy'), lacks('gdb'), lacks('readelf')]);

ELF.live(
  `in place the file keeps its mode, and gdb finds the debug file beside it by name${ELF.why}`,
  async t => {
    for (const [buildId, note] of [
      ['sha1', /build-id [0-9a-f]{40} \(objcopy\)/],
      ['none', /has no build-id.*link with\s+-Wl,--build-id/s],
    ] as const) {
      const folder = temporaryFolder();
      const library = join(folder, 'add.so');
      copyFileSync(linkElf(SOURCE, ['-shared', '-fPIC', '-g', `-Wl,--build-id=${buildId}`]).path, library);
      chmodSync(library, 0o750);
      t.regex(await split(t, folder, 'add.so', '--in-place'), note);
      t.is(statSync(library).mode & 0o777, 0o750);
      t.deepEqual(readdirSync(folder).toSorted(), ['add.so', 'add.so.debug']);
      t.notRegex(runReadelf(['-SW', library]), /\.debug_info/);
      const line = () =>
        execFileSync('gdb', ['-q', '-batch', '-nx', '-ex', 'info line add', library], {encoding: 'utf8'});
      t.regex(line(), /Line 1 of ".*module\.c"/);
      rmSync(`${library}.debug`);
      t.notRegex(line(), /Line \d+ of/);
    }
  },
);

const CROSS = unless([
  ...(elfTools.clang === null || elfTools.lld === null ? ['clang, lld'] : []),
  lacks('llvm-objcopy-16'),
  lacks('readelf'),
]);

CROSS.live(`a big-endian file of another machine comes apart by llvm-objcopy${CROSS.why}`, async t => {
  const folder = temporaryFolder();
  const {path} = crossLinkElf(SOURCE, 'powerpc64-linux-gnu', ['-g', '-Wl,--build-id=sha1']);
  copyFileSync(path, join(folder, 'add.so'));
  await split(t, folder, 'add.so', '--out-dir', 'out');
  const buildId = (file: string) => /Build ID: (\S+)/.exec(runReadelf(['-n', file]))?.[1];
  t.truthy(buildId(path));
  t.is(buildId(join(folder, 'out/add.so')), buildId(path));
  t.is(buildId(join(folder, 'out/add.so.debug')), buildId(path));
  t.regex(runReadelf(['-h', path]), /big endian/);
});

const MINGW = unless([...missingGnuTools, noSymbolizer]);

MINGW.live(
  `DWARF leaves a module of MinGW's, whose lines LLVM then finds by the debug link${MINGW.why}`,
  async t => {
    const folder = temporaryFolder();
    const {path, bytes} = linkWithGnu({
      arch: 'x86_64',
      source: `__declspec(dllexport) ${SOURCE}`,
      options: ['-g'],
    });
    copyFileSync(path, join(folder, 'add.pyd'));
    await split(t, folder, 'add.pyd', '--out-dir', 'out');
    const stripped = join(folder, 'out/add.pyd');
    t.true(statSync(stripped).size < bytes.length / 2);
    const symbols = execFileSync('x86_64-w64-mingw32-nm', [path], {encoding: 'utf8'});
    const address = `0x${/^([0-9a-f]+) T add$/m.exec(symbols)?.[1]}`;
    t.regex(lineOf(stripped, address), /module\.c:1/);
    renameSync(`${stripped}.debug`, join(folder, 'gone'));
    t.notRegex(lineOf(stripped, address), /module\.c:\d/);
  },
);

const MACHO = unless([...missingMachOTools, lacks('llvm-strip-16'), noSymbolizer]);

MACHO.live(`a Mach-O module gets a dSYM bundle while its object files are there${MACHO.why}`, async t => {
  const folder = temporaryFolder();
  const {path} = linkMachO(SOURCE, {
    arch: 'arm64',
    link: ['-bundle', '-adhoc_codesign'],
    compile: ['-g'],
  });
  copyFileSync(path, join(folder, 'add.so'));
  t.regex(await split(t, folder, 'add.so', '--out-dir', 'out'), /UUID [0-9a-f-]{36} \(dsymutil/);
  const stripped = join(folder, 'out/add.so');
  const symbols = execFileSync(machOTools.nm ?? '', ['-a', stripped], {encoding: 'utf8'});
  t.notRegex(symbols, / OSO | FUN /);
  const address = `0x${/^([0-9a-f]+) T _add$/m.exec(symbols)?.[1]}`;
  t.regex(lineOf(stripped, address), /module\.c:1/);
  renameSync(`${stripped}.dSYM`, join(folder, 'gone.dSYM'));
  t.notRegex(lineOf(stripped, address), /module\.c:\d/);
});

MACHO.live(`without its object files it is left as it is, and says why${MACHO.why}`, async t => {
  const folder = temporaryFolder();
  const object = compileMachO(SOURCE, 'arm64', ['-g']);
  const module = join(folder, 'add.so');
  const platform = ['-arch', 'arm64', '-platform_version', 'macos', '11.0', '13.3'];
  execFileSync(machOTools.linker ?? '', [
    ...platform,
    '-dylib',
    '-undefined',
    'dynamic_lookup',
    '-o',
    module,
    object.path,
  ]);
  rmSync(object.path);
  const {status, stdout} = await pyxdbg(['symbols', 'split', 'add.so', '--out-dir', 'out'], {cwd: folder});
  t.is(status, 1);
  t.regex(stdout, /not apart add\.so\n.*in object files that are not here/s);
  t.deepEqual(readFileSync(join(folder, 'out/add.so')), readFileSync(module));
});

const PDB = unless([...missingTools, lacks('python3')]);

PDB.live(`a PDB beside a file is apart already; with --out-dir both are there${PDB.why}`, async t => {
  const {folder, dll, pdb} = linkPdb([
    {name: 'a.c', text: '__declspec(dllexport) int a(void) { return 1; }', options: ['-O0']},
  ]);
  const before = readFileSync(dll);
  t.regex(await split(t, folder, 'module.pyd', '--in-place'), /its PDB is a file of its own: module\.pdb/);
  t.deepEqual(readFileSync(dll), before);
  await split(t, folder, 'module.pyd', '--out-dir', 'out');
  t.deepEqual(readFileSync(join(folder, 'out/module.pdb')), readFileSync(pdb));
  t.deepEqual(readFileSync(join(folder, 'out/module.pyd')), before);
});

PDB.live(`a signature of RECORD goes with the RECORD that it signs, and only then${PDB.why}`, async t => {
  const {dll, pdb} = linkPdb([
    {name: 's.c', text: '__declspec(dllexport) int s(void) { return 1; }', options: ['-O0']},
  ]);
  const wheelWith = async (files: Files) => {
    const folder = temporaryFolder();
    const signed = {...files, 'mod-1.0.dist-info/RECORD.jws': Buffer.from('{}')};
    return {folder, wheel: await writeWheel(folder, 'mod', 'cp311-cp311-win_amd64', signed)};
  };
  const names = (path: string) => membersOf(path).map(({name}) => name);
  const changed = await wheelWith({'mod/module.pyd': readFileSync(dll), 'mod/module.pdb': readFileSync(pdb)});
  t.regex(await split(t, changed.folder, changed.wheel, '--in-place'), /RECORD\.jws was taken out/);
  t.false(names(changed.wheel).some(name => /RECORD\.jws|\.pdb/.test(name)));
  t.true(existsSync(changed.wheel.replace(/\.whl$/, '.debug/mod/module.pdb')));
  const same = await wheelWith({'mod/module.pyd': readFileSync(dll)});
  t.notRegex(await split(t, same.folder, same.wheel, '--in-place'), /RECORD\.jws/);
  t.true(names(same.wheel).includes('mod-1.0.dist-info/RECORD.jws'));
});

test.serial('a wheel without RECORD is refused', async t => {
  const folder = temporaryFolder();
  // An empty archive: the end record alone (APPNOTE.TXT 4.3.16).
  writeFileSync(
    join(folder, 'a-1-py3-none-any.whl'),
    Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]),
  );
  const {status, stderr} = await pyxdbg(['symbols', 'split', 'a-1-py3-none-any.whl'], {cwd: folder});
  t.is(status, 2);
  t.regex(stderr, /has no RECORD/);
});
