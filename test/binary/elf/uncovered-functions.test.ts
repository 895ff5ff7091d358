import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readCompileFacts} from '../../../src/binary/read-compile-facts.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

/** Two functions in sections of their own, so that a unit needs a list of ranges. */
const OWN = 'static int helper(int a) { return a + 1; }\nint own(int a) { return helper(a); }\n';
const FOREIGN =
  'int foreign_one(void) { return 1; }\nstatic int hidden(void) { return 2; }\nint foreign_two(void) { return hidden(); }\n';
const ASSEMBLER =
  '.text\n.globl assembled\n.type assembled, @function\nassembled: ret\n.size assembled, . - assembled\n';

/** A library of one file with debug information, and of others without. */
function library(compiler: string, options: readonly string[], foreign = true): Uint8Array {
  const folder = temporaryFolder();
  const run = (...args: readonly string[]) => execFileSync(compiler, args, {cwd: folder, stdio: 'pipe'});
  for (const [name, text] of [
    ['own.c', OWN],
    ['foreign.c', FOREIGN],
    ['asm.s', ASSEMBLER],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
  run('-c', '-fPIC', '-O0', ...options, 'own.c');
  run('-c', '-fPIC', '-O0', 'foreign.c');
  run('-c', 'asm.s');
  run('-shared', '-o', 'all.so', 'own.o', ...(foreign ? ['foreign.o', 'asm.o'] : []));
  return readFileSync(join(folder, 'all.so'));
}

const gcc = toolNamed('gcc');
const clang = toolNamed('clang', 'clang-16', 'clang-15', 'clang-14');

for (const [name, compiler] of [
  ['gcc', gcc],
  ['clang', clang],
] as const) {
  for (const version of ['-gdwarf-4', '-gdwarf-5']) {
    for (const sections of ['-fno-function-sections', '-ffunction-sections']) {
      const run = compiler === null || process.platform !== 'linux' ? test.skip : test;
      run(
        `${name} ${version} ${sections}: code of files without debug information is seen, and no other`,
        t => {
          const options = [version, sections];
          const uncovered = (foreign: boolean) => {
            const names =
              readCompileFacts(memorySource(library(compiler ?? '', options, foreign)))?.uncovered ?? null;
            return names?.filter(one => !one.startsWith('_'));
          };
          t.deepEqual(uncovered(true)?.toSorted(), ['assembled', 'foreign_one', 'foreign_two', 'hidden']);
          t.deepEqual(uncovered(false), []);
        },
      );
    }
  }
}
