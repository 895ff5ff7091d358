/**
 * Wheels, and other artefacts that are read in place: pyxdbg, and auditwheel for a Linux wheel.
 * Usage: node bench/wheel.ts ARTEFACT...
 */
import {statSync} from 'node:fs';
import {basename} from 'node:path';
import {type Contender, measure} from './measure.ts';
import {inVenv, pyxdbg} from './peers.ts';
import {printMachine, printTable} from './table.ts';

const ROUNDS = 3;

const paths = process.argv.slice(2);
if (paths.length === 0) throw new Error('usage: node bench/wheel.ts ARTEFACT...');
printMachine();
for (const path of paths) {
  const base = 'pyxdbg check-abi';
  const ours: Contender = {name: base, command: [...pyxdbg, 'check-abi', path], okStatuses: [0, 1]};
  const auditwheel: Contender = {name: 'auditwheel show', command: [inVenv('auditwheel'), 'show', path]};
  const costs = measure(isLinuxWheel(path) ? [ours, auditwheel] : [ours], ROUNDS);
  printTable({title: `${basename(path)}; median of ${ROUNDS} rounds`, costs, base});
}

/** auditwheel refuses everything else. */
function isLinuxWheel(path: string): boolean {
  return /linux.*\.whl$/.test(path) && statSync(path).isFile();
}
