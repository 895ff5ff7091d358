import {execFileSync} from 'node:child_process';
import {copyFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {DebugFiles} from '../../../src/system/debugging/debug-files.ts';
import {nameFramesOfFiles} from '../../../src/system/debugging/name-frames-of-files.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {cFrame, thread, traceback} from '../../debugging/documents.ts';

const SOURCE = `static inline __attribute__((always_inline)) int inner(int *p) {
    __asm__ volatile (".globl spot\\nspot: nop");
    return *p;
}
__attribute__((noinline)) int outer(int *p) {
    return inner(p);
}
int main(void) { int one = 1; return outer(&one); }
`;

const objcopy = toolNamed('objcopy');
const noCompiler = ['gcc', 'nm', 'objcopy', 'strip'].every(name => toolNamed(name) !== null)
  ? ''
  : ' (skipped: no gcc)';
const real = noCompiler === '' ? test : test.skip;

/** A stripped program, its debug file, and where the code of `inner` in `outer` is. */
function program(options: readonly string[]): {
  readonly file: string;
  readonly debug: string;
  readonly spot: number;
} {
  const folder = temporaryFolder();
  const file = join(folder, 'prog');
  const debug = join(folder, 'prog.debug');
  writeFileSync(join(folder, 'prog.c'), SOURCE);
  execFileSync('gcc', ['-g', '-O1', ...options, 'prog.c', '-o', file], {
    cwd: folder,
  });
  const [, spot = ''] = /^(\w+) T spot$/m.exec(execFileSync('nm', [file], {encoding: 'utf8'})) ?? [];
  execFileSync(objcopy ?? '', ['--only-keep-debug', file, debug]);
  execFileSync('strip', [file]);
  return {file, debug, spot: Number.parseInt(spot, 16)};
}

function frameAt(module: string, offset: number) {
  return traceback({
    threads: [
      thread({
        frames: [
          cFrame({
            function: null,
            file: null,
            line: null,
            module,
            offset: `0x${offset.toString(16)}`,
            origin: 'interpreter',
          }),
        ],
      }),
    ],
  });
}

for (const [title, options, base] of [
  ['for one place in memory', ['-no-pie'], 0x400000],
  ['for any place in memory', ['-pie', '-fPIE'], 0],
] as const) {
  real(`frames of a program ${title} are named by its debug file${noCompiler}`, t => {
    const {file, debug, spot} = program(options);
    const {threads} = nameFramesOfFiles(frameAt(file, spot - base), new Map([[file, debug]]));
    const frames = threads[0]?.frames ?? [];
    t.like(frames[0], {function: 'inner', line: 2, isInlined: true});
    t.like(frames[1], {function: 'outer', line: 6, isInlined: false});
    t.is(frames.length, 2);
  });
}

real(`files that were prepared are used, whether they can be read or not${noCompiler}`, t => {
  const {file, debug, spot} = program(['-no-pie']);
  const files = new DebugFiles();
  files.prepare(debug);
  files.prepare(join(temporaryFolder(), 'missing'));
  files.prepare(temporaryFolder());
  const before = frameAt(file, spot - 0x400000);
  for (const again of [1, 2]) {
    const {threads} = nameFramesOfFiles(before, new Map([[file, debug]]), files);
    t.like(threads[0]?.frames[0], {function: 'inner', line: 2}, `${again}`);
  }
  files.close();
});

real(`frames stay as they are where their files cannot be read${noCompiler}`, t => {
  const {file, debug, spot} = program(['-no-pie']);
  const folder = temporaryFolder();
  const text = join(folder, 'text');
  const cut = join(folder, 'cut.debug');
  writeFileSync(text, 'no program');
  copyFileSync(debug, cut);
  truncateSync(cut, 3000);
  const before = frameAt(file, spot - 0x400000);
  for (const broken of [text, cut, join(folder, 'missing'), folder]) {
    t.deepEqual(nameFramesOfFiles(before, new Map([[file, broken]])), before);
  }
  t.deepEqual(nameFramesOfFiles(before, new Map()), before);
  const gone = frameAt(join(folder, 'gone'), 16);
  t.deepEqual(nameFramesOfFiles(gone, new Map([[join(folder, 'gone'), debug]])), gone);
});
