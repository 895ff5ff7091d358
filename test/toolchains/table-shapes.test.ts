import {readdirSync, readFileSync} from 'node:fs';
import {dirname, extname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import * as v from 'valibot';
import {parse} from 'yaml';
import {tableSchemas} from './table-schemas.ts';

const TABLES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'toolchains');
const names = readdirSync(TABLES).filter(name => extname(name) !== '.md');
const textOf = (name: string) => readFileSync(join(TABLES, name), 'utf8');

for (const name of names.filter(name => extname(name) !== '.txt')) {
  test(`${name} has the shape that its readers take for granted`, t => {
    const schema = tableSchemas[name];
    if (!schema) return t.fail(`no schema for ${name}`);
    const {issues} = v.safeParse(schema, parse(textOf(name)));
    t.deepEqual(
      issues?.map(issue => `${v.getDotPath(issue)}: ${issue.message}`),
      undefined,
    );
    return undefined;
  });
}

for (const name of names.filter(name => extname(name) === '.txt')) {
  test(`${name} says where it comes from and names nothing twice`, t => {
    const lines = textOf(name).trimEnd().split('\n');
    for (const field of ['source', 'generated', 'generator', 'format']) {
      t.true(
        lines.some(line => line.startsWith(`# ${field}: `)),
        field,
      );
    }
    const entries = lines.filter(line => !/^(#|\[|versions )/.test(line)).map(line => line.split('\t')[0]);
    t.is(new Set(entries).size, entries.length);
    t.deepEqual(
      entries
        .filter(entry => !/^[A-Za-z_][\w.+-]*$/.test(entry ?? ''))
        .filter(entry => !/^\d/.test(entry ?? '')),
      [],
    );
  });
}
