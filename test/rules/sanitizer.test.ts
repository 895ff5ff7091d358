import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import {readBinary} from '../../src/binary/read-binary.ts';
import {bareFile, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule, UCRT, windowsModule} from '../builders/facts.ts';
import {crossLinkElf, elfTools, type LinkedElf, linkElf} from '../builders/link-elf.ts';
import {toolchains} from '../toolchains/tables.ts';
import {findingsAt, fires, silent, tells, unknown} from './expect.ts';

const linux = (names: readonly string[], needed: readonly string[] = [], more = {}) =>
  wheel('cp312-cp312-manylinux_2_28_x86_64', {
    'pkg/speed.so': linuxModule(names, {needed: ['libc.so.6', ...needed]}),
    ...more,
  });
const ASAN = ['__asan_init', '__asan_report_load4', '__asan_version_mismatch_check_v8'];

test(
  "gcc's shared runtime is a warning, and the only finding",
  tells,
  ['warning sanitizer-runtime'],
  linux(ASAN, ['libasan.so.8']),
);
test('the runtime is to be preloaded', fires, 'sanitizer-runtime', 'warning', linux(ASAN, ['libasan.so.8']), {
  says: [
    'libasan.so.8 (AddressSanitizer)',
    'LD_PRELOAD=$(gcc -print-file-name=libasan.so)',
    'does not come first',
  ],
});
test(
  "clang's own runtime is asked of clang",
  fires,
  'sanitizer-runtime',
  'warning',
  linux([], ['libclang_rt.asan-x86_64.so']),
  {
    says: ['$(clang -print-file-name=libclang_rt.asan-x86_64.so)'],
  },
);
test(
  "clang's runtime on Windows",
  tells,
  ['warning sanitizer-runtime'],
  wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule('python312.dll', {
      ...UCRT,
      'clang_rt.asan_dynamic-x86_64.dll': ['__asan_init'],
    }),
  }),
);
test(
  'on macOS another variable preloads',
  fires,
  'sanitizer-runtime',
  'warning',
  wheel('cp312-cp312-macosx_11_0_arm64', {
    'speed.so': macModule({needed: ['@rpath/libclang_rt.tsan_osx_dynamic.dylib']}),
  }),
  {says: ['ThreadSanitizer', 'DYLD_INSERT_LIBRARIES']},
);

for (const [name, sanitizer] of [
  ['__asan_init', 'AddressSanitizer'],
  ['__tsan_init', 'ThreadSanitizer'],
  ['__msan_init', 'MemorySanitizer'],
  ['__ubsan_handle_add_overflow', 'UndefinedBehaviorSanitizer'],
  ['__hwasan_init', 'HWAddressSanitizer'],
] as const) {
  test(
    `${name} without a library of its own is a warning, and the only finding`,
    tells,
    ['warning sanitizer-runtime'],
    linux([name]),
  );
  test(`${name} is ${sanitizer}'s`, fires, 'sanitizer-runtime', 'warning', linux([name]), {
    says: [sanitizer, `undefined symbol: ${name}`],
  });
}
test(
  'so it is on macOS',
  fires,
  'sanitizer-runtime',
  'warning',
  wheel('cp312-cp312-macosx_11_0_arm64', {'speed.so': macModule({undefinedNames: ['__asan_init']})}),
  {says: ['AddressSanitizer']},
);
test(
  'in a library that no module loads it is a note',
  fires,
  'sanitizer-runtime',
  'note',
  wheel('cp312-cp312-linux_x86_64', {'pkg/libcore.so': elfFacts({undefinedNames: ASAN})}),
);
test(
  'other undefined names are told beside it',
  tells,
  ['warning sanitizer-runtime', 'error undefined-symbol'],
  linux([...ASAN, 'nowhere']),
);

test('a module without instrumentation is fine', silent, 'sanitizer-runtime', linux(['PyLong_AsLong']));
test(
  'a weak name is tested for (abseil, folly)',
  silent,
  'sanitizer-runtime',
  linux(['__asan_region_is_poisoned?', '__sanitizer_print_stack_trace?']),
);
test(
  'a bundled library that defines the names is the runtime',
  silent,
  'sanitizer-runtime',
  linux(['__ubsan_handle_add_overflow'], ['libminimal.so'], {
    'pkg/libminimal.so': {facts: elfFacts({needed: ['libc.so.6']}), exports: ['__ubsan_handle_add_overflow']},
  }),
);
test('-fsanitize-trap leaves nothing to see', unknown, 'sanitizer-runtime', linux([]));

test("names of instrumentation are told from the compiler's other helpers", t => {
  const {sanitizerOfName} = toolchains.libraries;
  for (const name of [
    '__cxa_finalize',
    '__stack_chk_fail',
    '__gmon_start__',
    '_asan_init',
    'asan',
    '__sanitizer_print_stack_trace',
    '',
  ]) {
    t.is(sanitizerOfName(name), null, name);
  }
  t.is(sanitizerOfName('__sanitizer_cov_trace_pc_guard')?.name, 'SanitizerCoverage');
  t.is(sanitizerOfName('__rtsan_realtime_enter')?.name, 'RealtimeSanitizer');
});

// What compilers really leave behind.
const SOURCE =
  'int total(int *p, int n) { int s = 0; for (int i = 0; i < n; i++) s += p[i]; return s << n; } void *PyInit_speed(void) { static int p[4]; total(p, 4); return p; }';

const clangSkipped = elfTools.clang && elfTools.lld ? '' : ' (skipped: clang or lld not installed)';
for (const [option, sanitizer] of [
  ['thread', 'ThreadSanitizer'],
  ['memory', 'MemorySanitizer'],
  ['undefined', 'UndefinedBehaviorSanitizer'],
  ['hwaddress', 'HWAddressSanitizer'],
  ['fuzzer-no-link', 'SanitizerCoverage'],
] as const) {
  (clangSkipped ? test.skip : test)(
    `clang -fsanitize=${option} links no runtime into a module${clangSkipped}`,
    t => {
      const linked = crossLinkElf(SOURCE, 'x86_64-linux-gnu', [`-fsanitize=${option}`, '-O0']);
      t.true(messageOf(linked).includes(sanitizer));
    },
  );
}

const gccSkipped = elfTools.gcc ? '' : ' (skipped: gcc not installed)';
(gccSkipped ? test.skip : test)(
  `gcc -static-libasan leaves the runtime to the executable${gccSkipped}`,
  t => {
    const linked = linkElf(SOURCE, ['-shared', '-fPIC', '-fsanitize=address', '-static-libasan']);
    t.true(messageOf(linked).includes('is compiled for AddressSanitizer'));
  },
);

function messageOf({bytes}: LinkedElf): string {
  const outcome = readBinary(memorySource(bytes));
  if ('unreadable' in outcome) throw new Error(outcome.unreadable.detail);
  const [finding] = findingsAt(bareFile('speed.so', outcome.facts)).filter(
    ({rule}) => rule === 'sanitizer-runtime',
  );
  return finding?.message ?? '';
}
