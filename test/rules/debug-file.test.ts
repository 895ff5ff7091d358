import test from 'ava';
import type {DebugInfo} from '../../src/rules/debug-info.ts';
import {type MemberInput, wheel} from '../builders/artefact.ts';
import {debugInfo, dwarf, noFile, unit} from '../builders/debug.ts';
import {API, elfFacts, linuxModule, macModule, peFacts, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const linux = (debug: DebugInfo | undefined, more: Readonly<Record<string, MemberInput>> = {}) =>
  wheel('cp312-cp312-manylinux_2_28_x86_64', {
    'pkg/speed.so': {facts: linuxModule([], {needed: ['libc.so.6', 'libcore.so']}), ...(debug && {debug})},
    'pkg/libcore.so': {facts: elfFacts({needed: ['libc.so.6']}), debug: dwarf(unit())},
    ...more,
  });
const windows = (debug: DebugInfo) =>
  wheel('cp312-cp312-win_amd64', {'speed.pyd': {facts: windowsModule('python312.dll'), debug}});

test(
  'a stripped module is an error, and the only finding',
  tells,
  ['error no-debug-info'],
  linux(debugInfo()),
);
test(
  'it is told where was looked',
  fires,
  'no-debug-info',
  'error',
  linux(debugInfo({debugFile: noFile('speed.debug', ['pkg/speed.debug', 'pkg/.debug/speed.debug'])})),
  {
    says: ['speed.debug, which it names, is not there', 'pkg/.debug/speed.debug', 'pyxdbg build --debug'],
  },
);
test(
  'a PDB that is not there is called by its name',
  fires,
  'no-debug-info',
  'error',
  windows(debugInfo({debugFile: noFile('speed.pdb', ['speed.pdb'])})),
  {says: ['speed.pdb', 'of this very build']},
);
test('a link without /DEBUG names no PDB', fires, 'no-debug-info', 'error', windows(debugInfo()), {
  says: ['without /DEBUG'],
});
test(
  'of a library it is a warning',
  fires,
  'no-debug-info',
  'warning',
  linux(dwarf(unit()), {'pkg/libcore.so': {facts: elfFacts(), debug: debugInfo()}}),
  {at: 'pkg/libcore.so'},
);
test(
  'start files with debug information of their own do not make up for it',
  fires,
  'no-debug-info',
  'error',
  linux(
    dwarf(
      unit({source: '../sysdeps/x86_64/crti.S', language: 'assembler'}),
      unit({source: '../../../src/libgcc/crtstuff.c', directory: '/build/gcc-12/build'}),
    ),
  ),
  {says: ["the compiler's runtime's alone"]},
);
test(
  'debug information that is broken is a warning',
  fires,
  'no-debug-info',
  'warning',
  linux(debugInfo({problem: 'a unit ends behind .debug_info'})),
  {says: ['a unit ends behind .debug_info']},
);
test(
  'on macOS DWARF may stay in the object files, which is a note',
  fires,
  'no-debug-info',
  'note',
  wheel('cp312-cp312-macosx_11_0_arm64', {
    'speed.so': {facts: macModule({}), debug: debugInfo({isInObjectFiles: true})},
  }),
  {says: ['dsymutil']},
);
test('a module with DWARF in it has debug information', silent, 'no-debug-info', linux(dwarf(unit())));
test(
  'so has one whose debug file matches',
  silent,
  'no-debug-info',
  linux(
    debugInfo({
      compile: {format: 'dwarf', units: [unit()]},
      debugFile: {state: 'matching', path: '/usr/lib/debug/.build-id/ab/cd.debug'},
    }),
  ),
);
test(
  'nobody debugs an interpreter by these rules',
  silent,
  'no-debug-info',
  wheel('cp312-cp312-win_amd64', {
    'python312.dll': {facts: peFacts({imports: {'KERNEL32.dll': [...API]}}), debug: debugInfo()},
  }),
);
test(
  "the debug file itself is nobody's module",
  silent,
  'no-debug-info',
  linux(dwarf(unit()), {
    'pkg/.debug/speed.so': {facts: linuxModule(), debug: debugInfo()},
  }),
  {at: 'pkg/.debug/speed.so'},
);
test('without --debug nobody knows', unknown, 'no-debug-info', linux(undefined));

const stalePdb = debugInfo({
  debugFile: {
    state: 'mismatched',
    path: 'speed.pdb',
    identity: 'GUID and age',
    wanted: '01234567-89ab-cdef-0123-456789abcdef age 1',
    found: '01234567-89ab-cdef-0123-456789abcdef age 2',
  },
});
test(
  'the PDB of another build is an error, and the only finding',
  tells,
  ['error debug-info-mismatch'],
  windows(stalePdb),
);
test('both identities are shown', fires, 'debug-info-mismatch', 'error', windows(stalePdb), {
  says: ['the GUID and age differ', 'abcdef age 1', 'abcdef age 2 in speed.pdb'],
});
test(
  'of a library it is a warning here too',
  fires,
  'debug-info-mismatch',
  'warning',
  linux(dwarf(unit()), {
    'pkg/libcore.so': {
      facts: elfFacts(),
      debug: debugInfo({
        debugFile: {state: 'mismatched', path: 'pkg/core.debug', identity: 'CRC-32', wanted: '0', found: '1'},
      }),
    },
  }),
  {at: 'pkg/libcore.so', says: ['the CRC-32 differs']},
);
test(
  'a file that matches is right',
  silent,
  'debug-info-mismatch',
  windows(
    debugInfo({
      compile: {format: 'codeview', units: [unit()]},
      debugFile: {state: 'matching', path: 'speed.pdb'},
    }),
  ),
);
test(
  'a file that is not there matches nothing',
  unknown,
  'debug-info-mismatch',
  windows(debugInfo({debugFile: noFile('speed.pdb')})),
);
test(
  'of a file for another machine it is a note',
  fires,
  'debug-info-mismatch',
  'note',
  wheel('cp312-cp312-win_amd64', {
    'attach_x86.dll': {
      facts: peFacts({machine: 'x86', bits: 32}),
      debug: stalePdb,
    },
  }),
);

const partly = (...uncovered: readonly string[]) =>
  linux(debugInfo({compile: {format: 'dwarf', units: [unit()], uncovered}}));

test(
  'functions that no unit describes are a warning, by their names',
  fires,
  'no-debug-info',
  'warning',
  partly('md5_block_asm_data_order', 'helper'),
  {says: ['2 functions without debug information', 'md5_block_asm_data_order']},
);
// nm of libgcc.a, libgcov.a, libc_nonshared.a and crti.o.
test(
  'what the compiler links in by itself is none',
  silent,
  'no-debug-info',
  partly('_init', '__udivti3', 'atexit', 'gcov_do_dump'),
);
test(
  "nor are those parts of Rust's standard library that come without",
  silent,
  'no-debug-info',
  linux(
    debugInfo({
      compile: {
        format: 'dwarf',
        units: [unit({language: 'rust'})],
        uncovered: ['_RNvCs6O6TnIPaRGP_6object4read', '_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE'],
      },
    }),
  ),
);
