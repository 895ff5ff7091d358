import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPdbCompileFacts, readPdbIdentity} from '../../../src/binary/pdb/read-pdb.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {agreesWithPdbutil} from './agree.ts';
import {
  buildInfo,
  buildInfoRecord,
  buildPdb,
  compile2,
  compile3,
  environmentBlock,
  GUID,
  stringId,
  substrings,
  type WrittenPdb,
} from './build-pdb.ts';
import {missingTools} from './link-pdb.ts';

const C = 0;
const CPP = 1;
const MASM = 3;
const LINK = 7;
const CVTRES = 8;
const RUST = 0x15;
const MICROSOFT = 'Microsoft (R) Optimizing Compiler';

const factsOf = (pdb: WrittenPdb) => readPdbCompileFacts(memorySource(buildPdb(pdb)));
const identityOf = (pdb: WrittenPdb) => readPdbIdentity(memorySource(buildPdb(pdb)));

/** One module compiled with this command line. */
const compiledWith = (line: string, version = MICROSOFT, language = C) => {
  const [unit] = factsOf({
    modules: [{name: 'm.obj', symbols: [compile3(language, version), buildInfo(0x1002)]}],
    ids: [stringId('C:\\work'), stringId(line), buildInfoRecord(0x1000, 0, 0, 0, 0x1001)],
  }).units;
  return unit;
};

/** MSVC's records as they stand in real PDBs: a command line in parts, an import, a resource, the linker. */
const REAL: WrittenPdb = {
  ids: [
    stringId('C:\\work'),
    stringId('C:\\VC\\bin\\cl.exe'),
    stringId('src\\one.c'),
    stringId('-c -Od -Zi -I"C:\\Program Files\\Py'),
    stringId('thon\\include" -MD'),
    substrings(0x1003, 0x1004),
    stringId(' -TC -X', 0x1005),
    buildInfoRecord(0x1000, 0x1001, 0x1002, 0, 0x1006),
  ],
  modules: [
    {name: '* CIL *', file: '', symbols: [compile3(LINK, 'Microsoft (R) LINK')]},
    {
      name: 'C:\\work\\one.obj',
      symbols: [compile3(C, MICROSOFT), buildInfo(0x1007)],
      files: ['c:\\work\\src\\one.c', 'include\\one.h', 'c:\\work\\src\\one.c'],
    },
    {
      name: 'two.obj',
      file: 'C:\\VC\\lib\\MSVCRT.lib',
      symbols: [compile3(MASM, 'Microsoft (R) Macro Assembler')],
    },
    {name: 'Import:KERNEL32.dll', file: 'C:\\kernel32.lib', symbols: [compile3(LINK, 'Microsoft (R) LINK')]},
    {name: 'm.res', symbols: [compile3(CVTRES, 'Microsoft (R) CVTRES')]},
    {name: 'stripped.obj', stream: 0xffff},
    {
      name: '* Linker *',
      file: '',
      symbols: [compile3(LINK, 'Microsoft (R) LINK'), environmentBlock(['cwd', 'C:\\', 'cmd', '-O2'])],
    },
  ],
};

test('only modules of compilers are units, with what their records say', t => {
  t.deepEqual(factsOf(REAL), {
    format: 'codeview',
    units: [
      {
        language: 'c',
        producer: MICROSOFT,
        source: 'src\\one.c',
        directory: 'C:\\work',
        files: ['c:\\work\\src\\one.c', 'C:\\work\\include\\one.h'],
        options: ['-c', '-Od', '-Zi', '-IC:\\Program Files\\Python\\include', '-MD', '-TC', '-X'],
        optimised: false,
        lto: false,
      },
      {
        language: 'assembler',
        producer: 'Microsoft (R) Macro Assembler',
        source: null,
        directory: null,
        files: [],
        options: null,
        optimised: null,
        lto: false,
        library: 'C:\\VC\\lib\\MSVCRT.lib',
      },
    ],
  });
});

test('blocks of every size are read', t => {
  const expected = factsOf(REAL);
  for (const blockBytes of [512, 1024, 2048, 8192, 32_768])
    t.deepEqual(factsOf({...REAL, blockBytes}), expected);
});

test('a directory so long that its block list takes several blocks is read', t => {
  // 18,000 blocks are 141 blocks of directory, whose numbers fill one block of 512 bytes and go on in a second.
  t.deepEqual(factsOf({...REAL, blockBytes: 512, spareBytes: 9_000_000}), factsOf(REAL));
});

test('paths that were shortened to a root are left as they are, folder and file', t => {
  const [unit] = factsOf({
    modules: [
      {
        name: 'm.obj',
        symbols: [compile3(MASM, 'X'), environmentBlock(['cwd', 'minkernel\\crts'])],
        files: ['minkernel\\crts\\a.asm'],
      },
    ],
  }).units;
  t.like(unit, {directory: 'minkernel\\crts', files: ['minkernel\\crts\\a.asm']});
});

const compared = missingTools.length > 0 ? test.skip : test;
compared(
  `llvm-pdbutil reads the written PDBs as we do${missingTools.length > 0 ? ` (needs ${missingTools.join(', ')})` : ''}`,
  t => {
    const visual9: WrittenPdb = {
      modules: [{name: 'm.obj', symbols: [compile2(CPP, MICROSOFT)]}],
      dbiAge: 1,
    };
    // llvm-pdbutil shows relative names as they are recorded; we join them with the folder.
    const modules = REAL.modules?.map(module => ({...module, files: module.files?.slice(0, 1) ?? []}));
    const absolute: WrittenPdb = {...REAL, modules: modules ?? []};
    for (const pdb of [absolute, visual9]) {
      const bytes = buildPdb(pdb);
      const path = join(temporaryFolder(), 'written.pdb');
      writeFileSync(path, bytes);
      agreesWithPdbutil(t, path, bytes);
    }
  },
);

test('Visual C++ 8 and 9 put the call behind S_COMPILE2; an S_ENVBLOCK holds the same pairs', t => {
  const pairs = [
    'cwd',
    'c:\\work',
    'cl',
    'c:\\vc9\\cl.exe',
    'cmd',
    '-O2 -GL -DX="a b" -c',
    'src',
    'one.c',
    'pdb',
    '',
  ];
  const expected = {
    source: 'one.c',
    directory: 'c:\\work',
    options: ['-O2', '-GL', '-DX=a b', '-c'],
    optimised: true,
    lto: true,
  };
  const behind = factsOf({modules: [{name: 'm.obj', symbols: [compile2(C, MICROSOFT, pairs)]}]});
  const block = factsOf({
    modules: [{name: 'm.obj', symbols: [environmentBlock(pairs), compile2(C, MICROSOFT)]}],
  });
  t.like(behind.units[0], expected);
  t.like(block.units[0], expected);
});

test('the flag of link-time code generation tells where no options are recorded', t => {
  const LTCG = 1 << 2;
  const lto = (flags: number) =>
    factsOf({modules: [{name: 'm.obj', symbols: [compile3(C, MICROSOFT, flags)]}]}).units[0]?.lto;
  t.is(lto(LTCG), true);
  t.is(lto(0), false);
});

test("without an option of optimisation, Microsoft's compiler has its documented default; of others nobody knows", t => {
  t.is(compiledWith('-c -Zi -MD')?.optimised, false);
  t.is(compiledWith('-c -Zi', 'Some Other Compiler')?.optimised, null);
  t.is(compiledWith('-c -Zi -O2', 'Some Other Compiler')?.optimised, true);
});

test("rustc's records are taken as rustc's, also of releases that had no code for Rust", t => {
  const version = 'clang LLVM (rustc version 1.95.0)';
  for (const language of [RUST, MASM]) {
    t.like(compiledWith('"--crate-name" "m" "-C" "opt-level=3"', version, language), {
      language: 'rust',
      options: ['--crate-name', 'm', '-C', 'opt-level=3'],
      optimised: true,
    });
  }
  const [unit] = factsOf({
    modules: [{name: 'm.o', symbols: [compile3(RUST, version), buildInfo(0x1001)]}],
    ids: [stringId('src/lib.rs/@/m.0123-cgu.0'), buildInfoRecord(0, 0, 0x1000, 0, 0)],
  }).units;
  t.is(unit?.source, 'src/lib.rs');
});

test('the age is that of the DBI stream, which tools that add to a PDB leave alone', t => {
  // As in the ntdll.pdb of llvm/llvm-project#57300: 3 in the info stream, 1 in the DBI stream and in the DLL.
  t.deepEqual(identityOf({infoAge: 3, dbiAge: 1}), {guid: GUID, age: 1, signature: 0x5f000000, dbiAge: 1});
  t.like(identityOf({infoAge: 3, dbiAge: null}), {age: 3, dbiAge: null});
  t.like(identityOf({infoAge: 3, dbiAge: 0}), {age: 3, dbiAge: 0});
});

const reasonOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return error instanceof UnreadableError ? error.unreadable : error;
  }
  return null;
};
const reasonFor = (text: string) =>
  reasonOf(() => readPdbIdentity(memorySource(Buffer.from(text.padEnd(4096, '\0'), 'latin1'))));

test('other formats are refused by name', t => {
  t.deepEqual(reasonFor('Microsoft C/C++ program database 2.00\r\n\x1aJG'), {
    reason: 'unsupported',
    detail: 'it is a PDB of format 2.00, which Visual C++ 6 and older write; MSF 7.00 is read',
  });
  t.deepEqual(reasonFor('BSJB\x01\0\x01\0'), {
    reason: 'unsupported',
    detail: 'it is a portable PDB (BSJB), which .NET compilers write',
  });
  t.deepEqual(reasonFor('MZ'), {reason: 'not-a-binary', detail: 'it is no PDB by its first bytes'});
  t.like(reasonFor(''), {reason: 'not-a-binary'});
});

test('a PDB without private symbols, and one of a compiler, say that they tell nothing', t => {
  for (const pdb of [{modules: [{name: 'm.obj', stream: 0xffff}]}, {dbiAge: null}]) {
    t.like(
      reasonOf(() => factsOf(pdb)),
      {reason: 'unsupported'},
    );
  }
});

test('a cut-off PDB is refused wherever it ends', t => {
  const bytes = buildPdb(REAL);
  for (let end = 32; end < bytes.length; end += 1000) {
    t.like(
      reasonOf(() => readPdbCompileFacts(memorySource(bytes.subarray(0, end)))),
      {reason: 'truncated'},
      `${end}`,
    );
  }
});
