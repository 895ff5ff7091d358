import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {loadConfig} from '../../src/project/config.ts';
import {localFiles} from '../../src/system/files.ts';

const RULES = ['crt-mismatch', 'ext-suffix', 'missing-dep'];

/** A new repository with these files, removed after the test. */
function repository(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-config-'));
  t.teardown(() => rmSync(folder, {recursive: true}));
  mkdirSync(join(folder, '.git'));
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, text);
  }
  return folder;
}

const load = (cwd: string) => loadConfig(cwd, localFiles, RULES);

const EVERY_KEY = `
[project]
name = "demo"

[tool.pyxdbg]
select = ["crt-mismatch", "ext-suffix"]
ignore = ["missing-dep"]
fail-on = "warning"
python = "3.12"
against = "vendor/python312.dll"
with-system = true
baseline = "abi.json"
output-format = "json"

[tool.pyxdbg.per-file-ignores]
"tests/*.pyd" = ["crt-mismatch"]
`;

test('every key of pyproject.toml is read, and paths are taken from its folder', async t => {
  const root = repository(t, {'pyproject.toml': EVERY_KEY, 'src/deep/x': ''});
  t.deepEqual(await load(join(root, 'src', 'deep')), {
    file: join(root, 'pyproject.toml'),
    select: ['crt-mismatch', 'ext-suffix'],
    ignore: ['missing-dep'],
    failOn: 'warning',
    python: '3.12',
    against: join(root, 'vendor', 'python312.dll'),
    withSystem: true,
    baseline: join(root, 'abi.json'),
    perFileIgnores: {'tests/*.pyd': ['crt-mismatch']},
    outputFormat: 'json',
  });
});

test('pyxdbg.yaml has the same keys', async t => {
  const root = repository(t, {
    'pyxdbg.yaml': 'ignore: [missing-dep]\npython: "3.10"\nper-file-ignores:\n  "*.pyd":\n    - ext-suffix\n',
  });
  t.like(await load(root), {
    file: join(root, 'pyxdbg.yaml'),
    ignore: ['missing-dep'],
    python: '3.10',
    perFileIgnores: {'*.pyd': ['ext-suffix']},
  });
});

test('an empty pyxdbg.yaml sets nothing', async t => {
  const root = repository(t, {'pyxdbg.yaml': '# nothing yet\n'});
  t.like(await load(root), {file: join(root, 'pyxdbg.yaml'), select: undefined});
});

test('an interpreter is taken from the folder of the file, a name or version is not a path', async t => {
  const root = repository(t, {'pyxdbg.yaml': 'python: .venv/bin/python\n'});
  t.is((await load(root))?.python, join(root, '.venv', 'bin', 'python'));
  const other = repository(t, {'pyxdbg.yaml': 'python: python3.12\n'});
  t.is((await load(other))?.python, 'python3.12');
});

test('a pyproject.toml without [tool.pyxdbg] is passed over, one above the repository is not looked at', async t => {
  const root = repository(t, {
    'pyxdbg.yaml': 'python: "3.9"\n',
    'inner/pyproject.toml': '[project]\nname = "uses-pyxdbg"\n',
    'other/.git/HEAD': '',
    'other/pyproject.toml': '[project]\nname = "x"\n',
  });
  t.is((await load(join(root, 'inner')))?.python, '3.9');
  t.is(await load(join(root, 'other')), null);
});

test('a broken pyproject.toml that does not name pyxdbg is none of our business', async t => {
  const root = repository(t, {'pyproject.toml': '[project\n'});
  t.is(await load(root), null);
});

test('two files that configure pyxdbg are refused, both named', async t => {
  const root = repository(t, {'pyproject.toml': EVERY_KEY, 'pyxdbg.yaml': 'python: "3.9"\n'});
  await t.throwsAsync(load(root), {
    name: 'UserError',
    message: 'pyxdbg.yaml and [tool.pyxdbg] in pyproject.toml both configure pyxdbg; keep one of them',
  });
});

test('a pyproject.toml without [tool.pyxdbg] may stand beside pyxdbg.yaml', async t => {
  const root = repository(t, {
    'pyproject.toml': '[project]\nname = "pyxdbg-demo"\n',
    'pyxdbg.yaml': 'python: "3.9"',
  });
  t.is((await load(root))?.python, '3.9');
});

/** Wrong configurations -> what is said of them. The line is the one that holds the mistake. */
const MISTAKES: Readonly<Record<string, readonly [file: string, text: string, message: string]>> = {
  'a mistyped key': [
    'pyproject.toml',
    '[project]\nname = "x"\n\n[tool.ruff]\nigonre = 1\n[tool.pyxdbg]\nselect = []\n# igonre\nigonre = []\n',
    'pyproject.toml:9: unknown key `igonre` in [tool.pyxdbg]; did you mean `ignore`?',
  ],
  'an underscore for a hyphen': [
    'pyproject.toml',
    '[tool.pyxdbg]\nfail_on = "error"\n',
    'pyproject.toml:2: unknown key `fail_on` in [tool.pyxdbg]; did you mean `fail-on`?',
  ],
  'a mistyped key in an inline table': [
    'pyproject.toml',
    '[tool]\nother = 1\npyxdbg = {igonre = []}\n',
    'pyproject.toml:3: unknown key `igonre` in [tool.pyxdbg]; did you mean `ignore`?',
  ],
  'a mistyped key in dotted form': [
    'pyproject.toml',
    'tool."pyxdbg".select = []\ntool.pyxdbg.igonre = []\n',
    'pyproject.toml:2: unknown key `igonre` in [tool.pyxdbg]; did you mean `ignore`?',
  ],
  'a mistyped sub-table, after a string that looks like it': [
    'pyproject.toml',
    '[tool.x]\ntext = """\n[tool.pyxdbg.per-file-ignore]\n"""\n[tool.pyxdbg.per-file-ignore]\n"a" = []\n',
    'pyproject.toml:5: unknown key `per-file-ignore` in [tool.pyxdbg]; did you mean `per-file-ignores`?',
  ],
  'a key like no other': [
    'pyxdbg.yaml',
    'python: "3.9"\nfrobnicate: 1\n',
    'pyxdbg.yaml:2: unknown key `frobnicate`; the keys are select, ignore, fail-on, python, against, with-system, baseline, per-file-ignores, output-format',
  ],
  'a mistyped key in YAML': [
    'pyxdbg.yaml',
    '# settings\nselect:\n  - ext-suffix\nbasline: abi.json\n',
    'pyxdbg.yaml:4: unknown key `basline`; did you mean `baseline`?',
  ],
  'a rule alone for a list': [
    'pyproject.toml',
    '[tool.pyxdbg]\n\nselect = "ext-suffix"\n',
    'pyproject.toml:3: `select` must be a list of rule names, not "ext-suffix"',
  ],
  'a word that is none of the choices': [
    'pyxdbg.yaml',
    'fail-on: never\n',
    'pyxdbg.yaml:1: `fail-on` must be "error", "warning" or "note", not "never"',
  ],
  'a version that YAML reads as a number': [
    'pyxdbg.yaml',
    'ignore: []\npython: 3.10\n',
    'pyxdbg.yaml:2: `python` must be a string such as "3.12", "3.13t" or the path of an interpreter, not 3.1; put the version in quotes',
  ],
  'a wrong type inside a list': [
    'pyxdbg.yaml',
    'ignore:\n  - ext-suffix\n  - 7\n',
    'pyxdbg.yaml:3: `ignore` must be a list of rule names, not 7',
  ],
  'a wrong type below per-file-ignores': [
    'pyproject.toml',
    '[tool.pyxdbg.per-file-ignores]\n"a*" = ["ext-suffix"]\n"b.*" = "ext-suffix"\n',
    'pyproject.toml:3: `per-file-ignores` must be a table of globs, each with a list of rule names, not "ext-suffix"',
  ],
  'a mistyped rule in a long list': [
    'pyproject.toml',
    "[tool.pyxdbg]\nignore = [\n  'ext-suffix',\n  'crt-mismach', # why\n]\n",
    'pyproject.toml:4: unknown rule `crt-mismach` in `ignore`; did you mean `crt-mismatch`?',
  ],
  'an unknown rule below per-file-ignores': [
    'pyxdbg.yaml',
    'per-file-ignores:\n  "*.so": [ext-suffix]\n  "*.pyd":\n    - ext-suffix\n    - no-such-rule-at-all\n',
    'pyxdbg.yaml:5: unknown rule `no-such-rule-at-all` in `per-file-ignores`; pyxdbg rule lists them all',
  ],
  'no table': [
    'pyproject.toml',
    '[tool]\npyxdbg = 3\n',
    'pyproject.toml:2: a table of settings was expected in [tool.pyxdbg]',
  ],
  'a list for a file': ['pyxdbg.yaml', '- select\n', 'pyxdbg.yaml:1: a table of settings was expected'],
};

for (const [title, [file, text, message]] of Object.entries(MISTAKES)) {
  test(`${title} is refused with its line`, async t => {
    await t.throwsAsync(load(repository(t, {[file]: text})), {name: 'UserError', message});
  });
}

test('a file that is no TOML or YAML is refused with its line', async t => {
  const toml = repository(t, {'pyproject.toml': '[tool.pyxdbg]\nselect = [\nignore = 1\n'});
  await t.throwsAsync(load(toml), {
    name: 'UserError',
    message: /^pyproject\.toml:[34]: is not valid TOML: \S/,
  });
  const yaml = repository(t, {'pyxdbg.yaml': 'select: []\nselect: []\n'});
  await t.throwsAsync(load(yaml), {name: 'UserError', message: /^pyxdbg\.yaml:2: is not valid YAML: \S/});
  const bomb = repository(t, {'pyxdbg.yaml': 'a: &a [x]\nselect: *b\n'});
  await t.throwsAsync(load(bomb), {name: 'UserError', message: /^pyxdbg\.yaml.*is not valid YAML/});
});

test('a file in a parent folder is named as seen from where the user is', async t => {
  const root = repository(t, {'pyproject.toml': '[tool.pyxdbg]\nigonre = 1\n', 'src/x': ''});
  await t.throwsAsync(load(join(root, 'src')), {
    message: new RegExp(`^${join('..', 'pyproject.toml').replaceAll('\\', '\\\\')}:2: `),
  });
});

test('without a configuration neither valibot nor a parser is loaded', t => {
  const root = repository(t, {'pyproject.toml': '[project]\nname = "x"\n'});
  const source = `
    import {registerHooks} from 'node:module';
    const loaded = [];
    registerHooks({load(url, context, next) { loaded.push(url); return next(url, context); }});
    const {loadConfig} = await import(${JSON.stringify(new URL('../../src/project/config.ts', import.meta.url).href)});
    const {localFiles} = await import(${JSON.stringify(new URL('../../src/system/files.ts', import.meta.url).href)});
    await loadConfig(${JSON.stringify(root)}, localFiles, []);
    console.log(JSON.stringify(loaded));`;
  const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    encoding: 'utf8',
  });
  const loaded: string[] = JSON.parse(stdout || 'null') ?? t.fail(stderr);
  t.true(loaded.some(url => url.endsWith('/src/project/config.ts')));
  t.deepEqual(
    loaded.filter(url => /node_modules|config-toml|config-yaml|check-config/.test(url)),
    [],
  );
});
