import {readdirSync, readFileSync} from 'node:fs';
import {Ajv} from 'ajv';
import addFormats from 'ajv-formats';
import test from 'ava';
import {parse} from 'smol-toml';
import {generateSchemas} from '../../scripts/schemas.ts';
import {writeBaseline} from '../../src/rules/baseline.ts';
import {OPENVIKING, PYAUDIO, reportOf} from '../report/samples.ts';

const folder = new URL('../../schema/', import.meta.url);

function validator(file: string) {
  const ajv = new Ajv({strict: true, strictTypes: false});
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

for (const [file, text] of generateSchemas()) {
  test(`schema/${file} is up to date (node scripts/schemas.ts writes it)`, t => {
    t.is(readFileSync(new URL(file, folder), 'utf8'), text);
  });
}

test('schema/ holds no schema that nothing generates', t => {
  const unknown = readdirSync(folder).filter(file => !generateSchemas().has(file));
  t.deepEqual(unknown, []);
});

test('a baseline that is written is valid against its schema', t => {
  const isValid = validator('baseline.schema.json');
  t.true(isValid(JSON.parse(writeBaseline(reportOf(PYAUDIO, OPENVIKING)))), JSON.stringify(isValid.errors));
  t.false(isValid({schemaVersion: 1, findings: [{rule: 'x'}]}));
});

test('the schema of the configuration takes its keys and refuses others', t => {
  const isValid = validator('config.schema.json');
  t.true(isValid(parse('select = ["a"]\nfail-on = "note"\n[per-file-ignores]\n"*" = ["b"]\n')));
  t.false(isValid({igonre: []}));
  t.false(isValid({'fail-on': 'never'}));
});
