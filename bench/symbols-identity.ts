/**
 * What the binaries of a folder need of debug information, beside check-abi's own pass over them, in turns: both read
 * each binary once. Usage: node bench/symbols-identity.ts [--rounds N] TARGET... (folders, environments, wheels).
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';
import {measure} from './measure.ts';
import {cache, pyxdbg} from './peers.ts';
import {printMachine, printTable} from './table.ts';

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {rounds: {type: 'string', default: '5'}},
});
if (positionals.length === 0) throw new Error('usage: node bench/symbols-identity.ts [--rounds N] TARGET...');
const targets = positionals.map(target => resolve(target));

mkdirSync(cache, {recursive: true});
const identities = join(cache, 'identities.cjs');
await build({
  entryPoints: [fileURLToPath(new URL('identities.ts', import.meta.url))],
  outfile: identities,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  logLevel: 'error',
});

printMachine();
process.stdout.write(execFileSync(process.execPath, [identities, ...targets], {encoding: 'utf8'}));
const base = 'pyxdbg check-abi --json';
const costs = measure(
  [
    {name: base, command: [...pyxdbg, 'check-abi', '--json', ...targets], okStatuses: [0, 1]},
    {name: 'identities', command: [process.execPath, identities, ...targets]},
  ],
  Number(values.rounds),
);
printTable({title: `Identities; median of ${values.rounds} rounds`, costs, base});
