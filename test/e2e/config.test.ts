import {join} from 'node:path';
import test from 'ava';
import {writeTree} from '../builders/tree.ts';
import {PYD, pyd} from './fixtures.ts';
import {onEachNode, pyxdbgOn} from './program.ts';

const pyxdbg = pyxdbgOn(process.execPath);
const project = (files: Readonly<Record<string, string>>) =>
  writeTree({'.git/HEAD': '', [`dist/${PYD}`]: pyd('error'), [`old/${PYD}`]: pyd('warning'), ...files});

onEachNode('settings of pyproject.toml hold, and an option goes before them', async (t, run) => {
  const cwd = project({
    'pyproject.toml':
      '[project]\nname = "speed"\n\n[tool.pyxdbg]\nfail-on = "warning"\noutput-format = "json"\n',
  });
  const warning = await run(['check-abi', 'old'], {cwd});
  t.is(warning.status, 1);
  t.is(JSON.parse(warning.stdout).summary.warnings, 1);
  const overridden = await run(['check-abi', '--fail-on', 'error', '--output-format', 'github', 'old'], {
    cwd,
  });
  t.is(overridden.status, 0);
  t.regex(overridden.stdout, /^::warning /);
});

onEachNode('settings of pyxdbg.yaml hold, from a folder below it too', async (t, run) => {
  const cwd = project({'pyxdbg.yaml': 'ignore:\n  - crt-mismatch\n'});
  const {status, stdout} = await run(['check-abi', PYD], {cwd: join(cwd, 'dist')});
  t.is(status, 0);
  t.regex(stdout, /^ok {2}/);
});

test.serial('per-file-ignores silence a rule for some paths only', async t => {
  const cwd = project({
    'pyproject.toml': '[tool.pyxdbg.per-file-ignores]\n"dist/**" = ["crt-mismatch"]\n',
    'other/readme.md': '',
  });
  writeTree({[`other/${PYD}`]: pyd('error')}, cwd);
  const silenced = await pyxdbg(['check-abi', 'dist'], {cwd});
  t.is(silenced.status, 0);
  const other = await pyxdbg(['check-abi', 'other'], {cwd});
  t.is(other.status, 1);
});

const WRONG: readonly (readonly [file: string, text: string, says: string])[] = [
  [
    'pyproject.toml',
    '[project]\nname = "speed"\n\n[tool.pyxdbg]\nfail_on = "warning"\n',
    'pyproject.toml:5: unknown key `fail_on` in [tool.pyxdbg]; did you mean `fail-on`?',
  ],
  ['pyxdbg.yaml', 'select: []\nslect: []\n', 'pyxdbg.yaml:2: unknown key `slect`; did you mean `select`?'],
  [
    'pyxdbg.yaml',
    '# settings\nignore:\n  - two-crts\n  - crt-mismach\n',
    'pyxdbg.yaml:4: unknown rule `crt-mismach` in `ignore`; did you mean `crt-mismatch`?',
  ],
  [
    'pyxdbg.yaml',
    'python: 3.10\n',
    'pyxdbg.yaml:1: `python` must be a string such as "3.12", "3.13t" or the path of an interpreter, not 3.1; put the version in quotes',
  ],
  [
    'pyproject.toml',
    '[tool.pyxdbg]\nfail-on = "fatal"\n',
    'pyproject.toml:2: `fail-on` must be "error", "warning" or "note", not "fatal"',
  ],
];

for (const [file, text, says] of WRONG) {
  test.serial(`a mistake in ${file} is named with its line: ${says.split('; ')[0]}`, async t => {
    const {status, stdout, stderr} = await pyxdbg(['check-abi', 'dist'], {cwd: project({[file]: text})});
    t.is(stderr, `pyxdbg: ${says}\n`);
    t.is(stdout, '');
    t.is(status, 2);
  });
}

test.serial('two configurations beside each other are refused', async t => {
  const cwd = project({'pyxdbg.yaml': 'ignore: []\n', 'pyproject.toml': '[tool.pyxdbg]\nignore = []\n'});
  const {status, stderr} = await pyxdbg(['check-abi', 'dist'], {cwd});
  t.regex(stderr, /^pyxdbg: pyxdbg\.yaml and \[tool\.pyxdbg\] in pyproject\.toml both configure pyxdbg/);
  t.is(status, 2);
});

test.serial('a baseline in the configuration is sought beside it', async t => {
  const cwd = project({});
  const dist = join(cwd, 'dist');
  await pyxdbg(['check-abi', '--write-baseline', '../known.json', PYD], {cwd: dist});
  writeTree({'pyxdbg.yaml': 'baseline: known.json\n'}, cwd);
  const known = await pyxdbg(['check-abi', PYD], {cwd: dist});
  t.is(known.status, 0);
  t.regex(known.stdout, /1 known finding/);

  writeTree({'pyxdbg.yaml': 'baseline: unknown.json\n'}, cwd);
  const missing = await pyxdbg(['check-abi', PYD], {cwd: dist});
  t.is(missing.status, 2);
  t.regex(missing.stderr, /unknown\.json: the baseline does not exist/);
});
