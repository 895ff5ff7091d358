/**
 * Writes toolchains/glibc-names.txt: `node scripts/tables/glibc-names.ts LIBRARY...`, with the libraries that every
 * dynamically linked interpreter has loaded (libc.so.6, libm.so.6, libdl.so.2, libpthread.so.0, librt.so.1,
 * libutil.so.1, of as many architectures as are at hand).
 */
import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {basename} from 'node:path';
import {readExportNames} from '../../src/binary/read-binary.ts';
import {sorted, usage, writeTextTable} from './table-text.ts';

const libraries = process.argv.slice(2);
if (libraries.length === 0) usage('node scripts/tables/glibc-names.ts LIBRARY...');
const names = new Set<string>();
for (const library of libraries) {
  const file = openSync(library, 'r');
  const {size} = fstatSync(file);
  const read = (offset: number, length: number) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
  };
  for (const name of readExportNames({size, read})) if (!/^GLIBC_/.test(name)) names.add(name);
  closeSync(file);
}
writeTextTable(
  'glibc-names.txt',
  {
    source: [
      `exported names, old versions included, of Debian 12's glibc 2.36: ${[...new Set(libraries.map(one => basename(one)))].join(' ')}`,
    ],
    generator: 'node scripts/tables/glibc-names.ts LIBRARY...',
    format: ['one name a line'],
  },
  sorted(names),
);
