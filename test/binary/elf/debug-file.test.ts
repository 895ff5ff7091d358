import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElfDebugFile} from '../../../src/binary/elf/debug-file.ts';
import {readNamedSections} from '../../../src/binary/elf/named-sections.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {crossLinkElf, elfTools, linkElf} from '../../builders/link-elf.ts';
import {runReadelf} from '../../builders/readelf.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const SOURCE = 'int add(int a) { int b = a + 1; return b; }\n';

/** Programs that make debug files, each with the words for it. */
const MAKERS: readonly (readonly [string, (input: string, debug: string) => readonly string[]])[] = [
  ['objcopy', (input, debug) => ['--only-keep-debug', input, debug]],
  ['llvm-objcopy-16', (input, debug) => ['--only-keep-debug', input, debug]],
  ['eu-strip', (input, debug) => ['-f', debug, '-o', `${debug}.stripped`, input]],
];

const buildId = (path: string) => /Build ID: (\S+)/.exec(runReadelf(['-n', path]))?.[1] ?? null;

for (const [maker, words] of MAKERS) {
  const lacking = ['gcc', 'readelf', maker].filter(name => toolNamed(name) === null);
  const live = lacking.length === 0 ? test : test.skip;
  const why = lacking.length === 0 ? '' : ` (skipped: no ${lacking.join(', ')})`;
  live(`the debug file that ${maker} makes has the build-id that readelf prints${why}`, t => {
    for (const id of ['sha1', 'md5', '0x0123456789abcdef', 'none']) {
      const {path, bytes} = linkElf(SOURCE, ['-shared', '-fPIC', '-g', `-Wl,--build-id=${id}`]);
      const debug = join(temporaryFolder(), 'mod.debug');
      execFileSync(toolNamed(maker) ?? '', words(path, debug), {stdio: 'pipe'});
      t.deepEqual(readElfDebugFile(memorySource(readFileSync(debug))), {buildId: buildId(path), dwarf: true});
      t.is(readElfDebugFile(memorySource(bytes)), null);
    }
  });
}

const lacksCross = elfTools.clang === null || elfTools.lld === null || toolNamed('llvm-objcopy-16') === null;
const cross = lacksCross ? test.skip : test;
cross(
  `so has a big-endian one of 64 bits, and one of 32 bits${lacksCross ? ' (skipped: no clang, lld)' : ''}`,
  t => {
    for (const target of ['powerpc64-linux-gnu', 'i386-linux-gnu']) {
      const {path} = crossLinkElf(SOURCE, target, ['-g', '-Wl,--build-id=sha1']);
      const debug = join(temporaryFolder(), 'mod.debug');
      execFileSync(toolNamed('llvm-objcopy-16') ?? '', ['--only-keep-debug', path, debug]);
      t.deepEqual(
        readElfDebugFile(memorySource(readFileSync(debug))),
        {buildId: buildId(path), dwarf: true},
        target,
      );
    }
  },
);

const lacksElf = elfTools.gcc === null || elfTools.objcopy === null;
const elf = lacksElf ? test.skip : test;
elf(
  `damaged debug files are refused with a reason, never otherwise${lacksElf ? ' (skipped: no gcc or objcopy)' : ''}`,
  t => {
    const {path} = linkElf(SOURCE, ['-shared', '-fPIC', '-g', '-Wl,--build-id']);
    const debug = join(temporaryFolder(), 'mod.debug');
    execFileSync(elfTools.objcopy ?? '', ['--only-keep-debug', path, debug]);
    const bytes = readFileSync(debug);
    const table = Number(bytes.readBigUInt64LE(0x28));
    const places = [
      ...Array(64).keys(),
      ...Array.from({length: bytes.length - table}, (_, at) => table + at),
    ];
    let refused = 0;
    for (const at of places) {
      for (const value of [0, 1, 0x7f, 0xff]) {
        const damaged = Buffer.from(bytes);
        damaged[at] = value;
        try {
          readElfDebugFile(memorySource(damaged));
          readNamedSections(memorySource(damaged));
        } catch (error) {
          refused += 1;
          if (!(error instanceof UnreadableError)) t.fail(`byte ${at} = ${value}: ${error}`);
        }
      }
    }
    t.true(refused > 0);
  },
);
