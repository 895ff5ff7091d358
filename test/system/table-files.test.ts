import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {parse} from 'yaml';
import {readTable} from '../../src/system/table-files.ts';

const TABLES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'toolchains');

test('a YAML table is read as what it says, under the name of its JSON', t => {
  t.deepEqual(readTable('crt.json'), parse(readFileSync(join(TABLES, 'crt.yaml'), 'utf8')));
});

test('a text table is read as it is', t => {
  t.is(readTable('stable-abi.txt'), readFileSync(join(TABLES, 'stable-abi.txt'), 'utf8'));
});

test('a table that does not exist is an error of the file system', t => {
  t.throws(() => readTable('nothing.json'), {code: 'ENOENT'});
});
