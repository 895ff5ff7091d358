/**
 * All binaries below a folder: pyxdbg's whole command and its readers alone, beside a Rust program on goblin and a
 * Python one on pyelftools and pefile. Usage: node bench/corpus.ts FOLDER [ROUNDS]. A subfolder is taken for what one
 * wheel or other archive holds.
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {type Contender, measure} from './measure.ts';
import {cache, entriesOf, goblinProgram, inVenv, pyxdbg} from './peers.ts';
import {printMachine, printTable} from './table.ts';

const [named, rounds = '3'] = process.argv.slice(2);
if (named === undefined) throw new Error('usage: node bench/corpus.ts FOLDER [ROUNDS]');
const folder = resolve(named);

const readers = join(cache, 'readers.cjs');
await build({
  entryPoints: [fileURLToPath(new URL('readers.ts', import.meta.url))],
  outfile: readers,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  logLevel: 'error',
});

const python = inVenv('python');
const readersAlone: Contender = {name: 'pyxdbg, readers alone', command: [process.execPath, readers, folder]};
const wholeCommand: Contender = {
  name: 'pyxdbg check-abi --json, one artefact',
  command: [...pyxdbg, 'check-abi', '--json', folder],
  okStatuses: [0, 1],
};
const others: readonly Contender[] = [
  {
    name: 'pyxdbg check-abi --json, an artefact each',
    command: [...pyxdbg, 'check-abi', '--json', ...entriesOf(folder)],
    okStatuses: [0, 1],
  },
  {name: 'goblin', command: [goblinProgram(), folder]},
  {
    name: 'pyelftools + pefile',
    command: [python, fileURLToPath(new URL('peers.py', import.meta.url)), folder],
  },
];

printMachine();
for (const {name, command} of [readersAlone, ...others.slice(1)]) {
  const [program, ...args] = command;
  process.stdout.write(`${name} read ${execFileSync(program, args, {encoding: 'utf8'}).trim()}\n`);
}
const costs = measure([readersAlone, wholeCommand, ...others], Number(rounds));
printTable({title: `All binaries below a folder; median of ${rounds} rounds`, costs, base: 'goblin'});

process.stdout.write('\n');
for (const contender of [readersAlone, wholeCommand]) {
  const {reads, bytes} = readsBelow(folder, contender);
  const all = sizeBelow(folder);
  process.stdout.write(
    `${contender.name}: ${(bytes / 1e6).toFixed(0)} of ${(all / 1e6).toFixed(0)} MB read (${((100 * bytes) / all).toFixed(1)} %) in ${reads} reads\n`,
  );
}

/** What a command reads of the files below the folder, as strace sees it. */
function readsBelow(place: string, {command}: Contender): {reads: number; bytes: number} {
  const log = join(cache, 'reads.strace');
  const [program, ...args] = command;
  const strace = [
    '-f',
    '-y',
    '-s',
    '0',
    '-e',
    'trace=read,pread64,readv,preadv',
    '-o',
    log,
    program,
    ...args,
  ];
  try {
    execFileSync('strace', strace, {stdio: ['ignore', 'ignore', 'inherit']});
  } catch (error) {
    // Findings are status 1.
    if (!(error instanceof Error && 'status' in error && error.status === 1)) throw error;
  }
  let reads = 0;
  let bytes = 0;
  for (const line of readFileSync(log, 'latin1').split('\n')) {
    const [, path, count] = /\d+<([^>]*)>.* = (\d+)$/.exec(line) ?? [];
    if (path === undefined || !path.startsWith(place)) continue;
    reads += 1;
    bytes += Number(count);
  }
  rmSync(log);
  return {reads, bytes};
}

function sizeBelow(place: string): number {
  return readdirSync(place, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
