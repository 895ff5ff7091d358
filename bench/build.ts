/**
 * What `pyxdbg build` costs over the same build without it, the proof included. Both build everything anew, in turns.
 * Usage: node bench/build.ts PROJECT PYTHON [ROUNDS]. PROJECT is an unpacked sdist that setuptools builds; PYTHON has
 * what its build needs.
 */
import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join, resolve} from 'node:path';
import {type Contender, measure} from './measure.ts';
import {pyxdbg} from './peers.ts';
import {printMachine, printTable} from './table.ts';

const [project, python, rounds = '5'] = process.argv.slice(2);
if (project === undefined || python === undefined) {
  throw new Error('usage: node bench/build.ts PROJECT PYTHON [ROUNDS]');
}
const place = mkdtempSync(join(tmpdir(), 'pyxdbg-bench-'));
const copy = (name: string): string => {
  const folder = join(place, name);
  cpSync(resolve(project), folder, {recursive: true});
  return folder;
};
const inFolder = (folder: string, line: string): Contender['command'] => [
  'sh',
  '-c',
  `cd "$0" && rm -rf build .pyxdbg && find . -name '*.so' -delete && exec ${line}`,
  folder,
];
const interpreter = `'${resolve(python)}'`;
const program = pyxdbg.map(word => `'${word}'`).join(' ');
const base = 'setup.py build_ext --inplace';
try {
  const costs = measure(
    [
      {name: base, command: inFolder(copy('plain'), `${interpreter} setup.py build_ext --inplace`)},
      {
        name: 'pyxdbg build',
        command: inFolder(copy('release'), `${program} build --inplace --python ${interpreter}`),
      },
      {
        name: 'pyxdbg build --debug',
        command: inFolder(copy('debug'), `${program} build --debug --inplace --python ${interpreter}`),
      },
    ],
    Number(rounds),
  );
  printMachine();
  printTable({title: `${basename(resolve(project))}; median of ${rounds} rounds`, costs, base});
} finally {
  rmSync(place, {recursive: true, force: true});
}
