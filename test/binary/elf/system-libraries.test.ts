import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElfExportNames} from '../../../src/binary/elf/export-names.ts';
import {readElf} from '../../../src/binary/elf/read-elf.ts';
import {printedByReadelf, readelf} from '../../builders/readelf.ts';

const FOLDERS = ['/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu', '/usr/lib64', '/lib64', '/usr/lib'];

for (const name of ['libc.so.6', 'libm.so.6', 'libstdc++.so.6', 'libgcc_s.so.1', 'libz.so.1']) {
  const path = FOLDERS.map(folder => `${folder}/${name}`).find(candidate => existsSync(candidate));
  if (path === undefined || readelf === null) {
    test.skip(`${name} of this system reads as readelf prints it (skipped: no ${readelf ? name : 'readelf'})`, t =>
      t.fail());
    continue;
  }
  test(`${name} of this system reads as readelf prints it`, t => {
    const source = memorySource(readFileSync(path));
    const facts = readElf(source);
    const printed = printedByReadelf(path);
    t.true(printed.exported.length > 50);
    t.deepEqual(facts.undefinedSymbols, printed.undefinedSymbols);
    t.deepEqual(facts.versionNeeds, printed.versionNeeds);
    t.deepEqual(facts.needed, printed.needed);
    t.is(facts.soname, printed.soname);
    t.is(facts.interpreter, printed.interpreter);
    t.is(facts.buildId, printed.buildId);
    t.is(facts.exportCount, printed.exported.length);
    t.deepEqual([...readElfExportNames(source)].sort(), [...new Set(printed.exported)].sort());
  });
}
