/**
 * How long one small file takes, beside what its Node.js takes to do nothing and abi3audit to say its version.
 * Usage: node bench/startup.ts [FILE...], by default a module that gcc makes of one line.
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {type Contender, measure} from './measure.ts';
import {inVenv, pyxdbg} from './peers.ts';
import {printMachine, printTable} from './table.ts';

const ROUNDS = 21;

const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-bench-'));
try {
  const files = process.argv.length > 2 ? process.argv.slice(2) : [smallModule()];
  const base = 'node -e 0';
  const costs = measure(
    [
      {name: base, command: [process.execPath, '-e', '0']},
      {name: 'pyxdbg --version', command: [...pyxdbg, '--version']},
      ...files.map(
        (file): Contender => ({
          name: `pyxdbg check-abi ${basename(file)}`,
          command: [...pyxdbg, 'check-abi', file],
          okStatuses: [0, 1],
        }),
      ),
      {name: 'abi3audit --version', command: [inVenv('abi3audit'), '--version']},
    ],
    ROUNDS,
  );
  printMachine();
  printTable({title: `One file; median of ${ROUNDS} rounds`, costs, base});
} finally {
  rmSync(folder, {recursive: true, force: true});
}

function smallModule(): string {
  const source = join(folder, 'demo.c');
  const module = join(folder, 'demo.cpython-312-x86_64-linux-gnu.so');
  writeFileSync(
    source,
    'extern void *PyModule_Create2(void *, int);\nvoid *PyInit_demo(void) { return PyModule_Create2(0, 1013); }\n',
  );
  execFileSync('gcc', ['-shared', '-fPIC', source, '-o', module]);
  return module;
}
