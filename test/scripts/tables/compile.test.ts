import {readdirSync, readFileSync} from 'node:fs';
import {dirname, extname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {parse} from 'yaml';
import {compileTables, STAMP} from '../../../scripts/tables/compile.ts';
import {temporaryFolder} from '../../builders/tools.ts';

const TABLES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'toolchains');

test('every table is compiled, and nothing is changed in it', t => {
  const out = join(temporaryFolder(), 'dist', 'toolchains-json');
  compileTables(out);
  const expected = readdirSync(TABLES)
    .filter(name => extname(name) !== '.md')
    .map(name => name.replace(/\.yaml$/, '.json'));
  t.deepEqual(readdirSync(out).sort(), [...expected, STAMP].sort());
  for (const name of readdirSync(TABLES)) {
    const text = readFileSync(join(TABLES, name), 'utf8');
    const kind = extname(name);
    if (kind === '.md') continue;
    const compiled = readFileSync(join(out, name.replace(/\.yaml$/, '.json')), 'utf8');
    if (kind === '.txt') t.is(compiled, text, name);
    else t.deepEqual(JSON.parse(compiled), parse(text), name);
  }
});
