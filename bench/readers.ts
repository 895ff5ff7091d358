/**
 * The readers alone: reads the facts of every binary below the folders it is given and prints how many there were of
 * each kind, as bench/goblin and bench/peers.py do. `corpus.ts` bundles it first, so that it starts as the CLI does.
 */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {pagedSource} from '../src/binary/byte-source.ts';
import type {BinaryFacts} from '../src/binary/facts.ts';
import {detectFormat, readBinary} from '../src/binary/read-binary.ts';
import {openFile} from '../src/system/open-file.ts';

const tally = {
  files: 0,
  unreadable: 0,
  names: 0,
  nameBytes: 0,
  ordinals: 0,
  exports: 0,
  hooks: 0,
  libraries: 0,
  versions: 0,
  identities: 0,
};

const folders = process.argv.slice(2);
for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) folders.push(path);
    else if (entry.isFile()) readOne(path);
  }
}
process.stdout.write(`${JSON.stringify(tally)}\n`);

function readOne(path: string): void {
  const file = openFile(path);
  const source = pagedSource(file);
  try {
    if (source.size < 64 || detectFormat(source.read(0, 8)) === null) return;
    tally.files += 1;
    const read = readBinary(source);
    if ('facts' in read) count(read.facts);
    else tally.unreadable += 1;
  } finally {
    source.close?.();
    file.close();
  }
}

function count(facts: BinaryFacts): void {
  if (facts.format === 'pe') {
    for (const {symbols, ordinals} of facts.imports) {
      tally.libraries += 1;
      tally.ordinals += ordinals.length;
      symbols.forEach(countName);
    }
    countExports(facts);
    if (facts.codeView) tally.identities += 1;
    return;
  }
  for (const part of facts.format === 'elf' ? [facts] : facts.slices) {
    tally.libraries += part.needed.length;
    for (const {name} of part.undefinedSymbols) countName(name);
    countExports(part);
    if ('buildId' in part ? part.buildId : part.uuid) tally.identities += 1;
  }
  if (facts.format === 'elf') {
    for (const versions of Object.values(facts.versionNeeds)) tally.versions += versions.length;
  }
}

function countName(name: string): void {
  tally.names += 1;
  tally.nameBytes += name.length;
}

function countExports({exportCount, initHooks}: {exportCount: number; initHooks: readonly string[]}): void {
  tally.exports += exportCount;
  tally.hooks += initHooks.length;
}
