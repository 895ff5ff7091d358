import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv, type ValidateFunction} from 'ajv';
import addFormats from 'ajv-formats';
import test from 'ava';
import {temporaryFolder} from '../builders/tools.ts';
import {PYD, pyd} from './fixtures.ts';
import {MARKUPSAFE, onEachNode, pyxdbgOn, root, vendored} from './program.ts';

const ajv = new Ajv({strict: true, strictTypes: false});
addFormats.default(ajv);
const compile = (file: string): ValidateFunction =>
  ajv.compile(JSON.parse(readFileSync(join(root, 'schema', file), 'utf8')));
const schemas = {
  split: compile('symbols-split.schema.json'),
  publish: compile('symbols-publish.schema.json'),
  prune: compile('symbols-prune.schema.json'),
};

const pyxdbg = pyxdbgOn(process.execPath);

onEachNode('split, publish and prune write JSON by their schemas', async (t, run) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, PYD), pyd('ok'));
  const key = `a.pdb/${'A'.repeat(32)}1`;
  mkdirSync(join(cwd, 'cache', key), {recursive: true});
  writeFileSync(join(cwd, 'cache', key, 'a.pdb'), 'pdb');
  for (const [name, words] of [
    ['split', [vendored(MARKUPSAFE), '--out-dir', 'split']],
    ['publish', ['split', PYD, '--to', 'store', '--sources']],
    ['prune', ['--store', 'cache', '--max-size', '0', '--older-than', '1h']],
  ] as const) {
    const {status, stdout, stderr} = await run(['symbols', name, ...words, '--json'], {cwd});
    t.is(status, 0, stderr);
    const isValid = schemas[name];
    t.true(isValid(JSON.parse(stdout)), `${name}: ${JSON.stringify(isValid.errors)}`);
  }
  t.false(existsSync(join(cwd, 'cache', key)));
  t.deepEqual(readFileSync(join(cwd, 'split', MARKUPSAFE)), readFileSync(vendored(MARKUPSAFE)));
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['split without a name', ['split'], /names nothing to split/],
  ['a wheel that is not there', ['split', 'none.whl'], /none\.whl: does not exist/],
  ['a folder to split', ['split', '.'], /is a folder/],
  ['two wheels of one name', ['split', 'a/x.whl', 'b/x.whl'], /second of this name/],
  ['the folder of the wheel as the output', ['split', 'a/x.whl', '--out-dir', 'a'], /--in-place/],
  ['both outputs', ['split', 'x.whl', '--out-dir', 'a', '--in-place'], /cannot also be provided|in-place/],
  ['publish without a name', ['publish', '--to', 'store'], /names nothing to publish/],
  ['publish without a store', ['publish', 'x.pdb'], /--to|required flag to/i],
  ['a path that is not there', ['publish', 'none', '--to', 'store'], /none: does not exist/],
  ['a size that is none', ['prune', '--store', 'x', '--max-size', '2G'], /2G: is no size; write it as 2GB/],
  ['an age that is none', ['prune', '--store', 'x', '--older-than', '30'], /30: is no age; write it as 30d/],
];

for (const [what, words, message] of WRONG) {
  test.serial(`${what} is a wrong call, told in a sentence`, async t => {
    const cwd = temporaryFolder();
    const {status, stdout, stderr} = await pyxdbg(['symbols', ...words], {cwd});
    t.is(status, 2, stderr);
    t.is(stdout, '');
    t.regex(stderr, message);
    t.is(stderr.trim().split('\n').length, 1, stderr);
  });
}

test.serial('a text that is named is no binary to split, and nothing to publish', async t => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'notes.txt'), 'notes');
  const split = await pyxdbg(['symbols', 'split', 'notes.txt'], {cwd});
  t.is(split.status, 2);
  const published = await pyxdbg(['symbols', 'publish', 'notes.txt', '--to', 'store'], {cwd});
  t.is(published.status, 1);
  t.regex(published.stdout, /notes\.txt: is no binary and no PDB/);
  t.false(existsSync(join(cwd, 'store')));
});
