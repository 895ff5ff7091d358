import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {writeTree} from '../builders/tree.ts';
import {PYD, pyd} from './fixtures.ts';
import {onEachNode, pyxdbgOn} from './program.ts';

const pyxdbg = pyxdbgOn(process.execPath);
/** A folder `dist` with one module that has an error and one that is right. */
const project = () => writeTree({[`dist/first/${PYD}`]: pyd('error'), [`dist/second/${PYD}`]: pyd('ok')});

onEachNode('a baseline silences what it knows, shows what is new and lists what is gone', async (t, run) => {
  const cwd = project();
  const check = (...words: readonly string[]) => run(['check-abi', ...words, 'dist'], {cwd});

  const written = await check('--write-baseline', 'abi.json');
  t.is(written.status, 1);
  t.is(written.stderr, 'wrote abi.json: check with --baseline abi.json from now on\n');
  t.deepEqual(readdirSync(cwd).toSorted(), ['abi.json', 'dist']);

  const known = await check('--baseline', 'abi.json');
  t.is(known.status, 0);
  t.is(known.stderr, '');
  t.regex(known.stdout, /1 known finding \(-v shows it\)/);
  const shown = await check('--baseline', 'abi.json', '-v');
  t.regex(shown.stdout, /known\[crt-mismatch\]/);

  writeFileSync(join(cwd, 'dist', 'second', PYD), pyd('error'));
  const grown = await check('--baseline', 'abi.json');
  t.is(grown.status, 1);
  t.regex(grown.stdout, /second\/speed\S+\n {4}error\[crt-mismatch\]/);
  t.notRegex(grown.stdout, /first\/speed/);

  writeFileSync(join(cwd, 'dist', 'first', PYD), pyd('ok'));
  writeFileSync(join(cwd, 'dist', 'second', PYD), pyd('ok'));
  const shrunk = await check('--baseline', 'abi.json');
  t.is(shrunk.status, 0);
  t.regex(
    shrunk.stdout,
    /1 entry of the baseline was not found again; write it anew to drop it:\n {2}dist: first\/speed\.pyd: crt-mismatch/,
  );
  const json = await check('--baseline', 'abi.json', '--json');
  t.deepEqual(JSON.parse(json.stdout).vanished, ['dist: first/speed.pyd: crt-mismatch (msvcrt)']);
});

test.serial('a baseline can be read and written in one run, and keeps what it knew', async t => {
  const cwd = project();
  await pyxdbg(['check-abi', '--write-baseline', 'abi.json', 'dist'], {cwd});
  const before = readFileSync(join(cwd, 'abi.json'), 'utf8');
  const {status} = await pyxdbg(
    ['check-abi', '--baseline', 'abi.json', '--write-baseline', 'abi.json', 'dist'],
    {cwd},
  );
  t.is(status, 0);
  t.is(readFileSync(join(cwd, 'abi.json'), 'utf8'), before);
});

test.serial('with --write-baseline alone the findings still count', async t => {
  const cwd = project();
  const {status} = await pyxdbg(['check-abi', '--write-baseline', 'abi.json', '--exit-zero', '-q', 'dist'], {
    cwd,
  });
  t.is(status, 0);
  t.deepEqual(
    JSON.parse(readFileSync(join(cwd, 'abi.json'), 'utf8')).findings.map(({rule}: {rule: string}) => rule),
    ['crt-mismatch'],
  );
});

test.serial('a baseline that is broken is named with its line', async t => {
  const cwd = project();
  writeTree({'abi.json': '{\n  "schemaVersion": 1,\n  "findings": [\n    oops\n  ]\n}\n'}, cwd);
  const {status, stdout, stderr} = await pyxdbg(['check-abi', '--baseline', 'abi.json', 'dist'], {cwd});
  t.regex(
    stderr,
    /^pyxdbg: abi\.json:4: is not valid JSON: .*; write the baseline anew with --write-baseline\n$/,
  );
  t.is(stdout, '');
  t.is(status, 2);
});

test.serial('a baseline knows its folder from wherever it is named', async t => {
  const cwd = project();
  const folder = join(cwd, 'dist');
  const baseline = join(cwd, 'abi.json');
  await pyxdbg(['check-abi', '--write-baseline', baseline, '.'], {cwd: folder});
  for (const [path, from] of [
    ['dist', cwd],
    ['../dist', folder],
    [folder, join(folder, 'first')],
    ['..', join(folder, 'first')],
  ] as const) {
    const {status, stdout} = await pyxdbg(['check-abi', '--baseline', baseline, path], {cwd: from});
    t.is(status, 0, `${path} from ${from}: ${stdout}`);
  }
});
