import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {UserError} from '../../src/errors.ts';
import {interpreterForBuild, probeForBuild} from '../../src/system/build-probe.ts';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';
import {askPython, python3, withPython} from '../builders/python.ts';
import {temporaryFolder} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';

const executables = [...pyenvPythons.map(({executable}) => executable), '/usr/bin/python3'].filter(
  existsSync,
);
const isTwo = (python: string): boolean => /\/versions\/2\./.test(python);
const modern = executables.filter(python => !isTwo(python));

if (modern.length === 0)
  test.skip('an interpreter tells what a build needs (skipped: there is none)', () => {});

/** The same facts, by the modules that are meant for them. */
const FACTS = `
import json, platform, sys, sysconfig
names = ["CC", "CXX", "CFLAGS", "OPT", "LDSHARED", "LDCXXSHARED", "LDFLAGS", "CCSHARED", "BLDSHARED"]
print(json.dumps({
  "implementation": sys.implementation.name,
  "version": [int(part) for part in platform.python_version_tuple()],
  "platform": sys.platform,
  "extSuffix": __import__("importlib.machinery").machinery.EXTENSION_SUFFIXES[0],
  "prefix": sys.prefix,
  "basePrefix": sys.base_prefix,
  "debug": bool(sysconfig.get_config_var("Py_DEBUG")),
  "freeThreaded": not getattr(sys, "_is_gil_enabled", lambda: True)(),
  "config": {name: sysconfig.get_config_var(name) or "" for name in names},
}))`;

for (const python of modern) {
  test(`${python.replace(homedir(), '~')} tells what its own modules know`, async t => {
    const answer = await probeForBuild({command: [python], from: 'PATH'});
    t.like(answer, askPython(FACTS, [], python) as object);
    t.is(answer.from, 'PATH');
    t.true(existsSync(answer.executable));
  });
}

/** pip's own list of what is installed; the vendored setuptools of some pips prints a warning first. */
function listedByPip(python: string): Readonly<Record<string, string>> | null {
  try {
    const output = execFileSync(python, ['-s', '-m', 'pip', 'list', '--format=json', '--no-index'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {...process.env, PYTHONNOUSERSITE: '1', PYTHONPATH: ''},
      timeout: 50_000,
    });
    const entries = JSON.parse(output) as readonly {readonly name: string; readonly version: string}[];
    return Object.fromEntries(entries.map(({name, version}) => [normalised(name), version]));
  } catch {
    return null;
  }
}

/** PEP 503's own regular expression. */
const normalised = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase();

const [first] = modern.filter(python => !python.startsWith('/usr/')).concat(modern);
const listed = first === undefined ? null : listedByPip(first);
const listTest = first === undefined || listed === null ? test.skip : test;

listTest(`what is installed is what pip lists${listed === null ? ' (skipped: no pip)' : ''}`, async t => {
  const {installed} = await probeForBuild({command: [first ?? ''], from: 'PATH'});
  t.true(Object.keys(listed ?? {}).length > 0);
  for (const [name, version] of Object.entries(listed ?? {})) t.is(installed[name], version, name);
});

withPython('a venv is told by its own prefix, and has its own packages', async t => {
  const venv = join(temporaryFolder(), 'venv');
  execFileSync(python3 ?? '', ['-m', 'venv', '--without-pip', venv]);
  const packages = String(
    askPython(
      'import json, site; print(json.dumps(site.getsitepackages()[0]))',
      [],
      join(venv, 'bin/python'),
    ),
  );
  writeTree(
    {
      'Zope.Interface-5.0.1.dist-info/METADATA': 'Name: Zope.Interface\nVersion: 5.0.1\n',
      'old_one-1.2-py3.11.egg-info': 'Name: old-one\nVersion: 1.2\n',
      'developed.egg-info/PKG-INFO': 'Metadata-Version: 2.1\nName: Developed\nVersion: 0.1.dev3\n\nName: x\n',
      'added.pth': '../../../added\n',
      'nothing.dist-info/METADATA': '',
    },
    packages,
  );
  writeTree({'epoch_one-1!2.0+local.1.dist-info/METADATA': ''}, join(venv, 'added'));
  const answer = await probeForBuild({command: [join(venv, 'bin/python')], from: '.venv'});
  t.is(answer.prefix, venv);
  t.not(answer.basePrefix, venv);
  t.is(answer.executable, join(venv, 'bin/python'));
  t.deepEqual(answer.installed, {
    'zope-interface': '5.0.1',
    'old-one': '1.2',
    developed: '0.1.dev3',
    'epoch-one': '1!2.0+local.1',
  });
});

withPython('what PYTHONPATH adds is installed too, and cannot lead the probe astray', async t => {
  const folder = writeTree({'found-3.1.dist-info/METADATA': '', 'json.py': 'raise SystemExit("shadowed")'});
  const env = {...process.env, PYTHONPATH: folder};
  const {installed} = await probeForBuild({command: [python3 ?? ''], from: 'PATH'}, {env});
  t.is(installed['found'], '3.1');
});

/** A program that does what the script says. */
function program(script: string): string {
  const path = join(writeTree({python: `#!/bin/sh\n${script}\n`}), 'python');
  chmodSync(path, 0o755);
  return path;
}

async function refusal(t: ExecutionContext, python: string, limitMs = 30_000): Promise<string> {
  const error = await t.throwsAsync(probeForBuild({command: [python], from: 'PATH'}, {limitMs}), {
    instanceOf: UserError,
  });
  t.false(error.message.includes('\n'));
  t.false(error.message.includes('\u001b'));
  return error.what;
}

test('Python 2.7 is refused with what it is', async t => {
  const told = program('echo \'{"probe":1,"version":[2,7,18]}\'');
  t.is(await refusal(t, told), 'is Python 2.7, and builds need Python 3.6 or later');
  for (const python of executables.filter(isTwo)) t.regex(await refusal(t, python), /^is Python 2\./);
});

test('what cannot be run, or is no Python, is refused in a sentence', async t => {
  t.is(await refusal(t, '/nonexistent/python'), 'cannot be run: it, or what it needs to start, is not there');
  t.is(await refusal(t, '/bin/echo'), 'does not answer as a Python interpreter');
  t.is(
    await refusal(t, program('printf "libx.so: \\033[31mnot found\\n" >&2; exit 127')),
    'does not answer as a Python interpreter: it says "libx.so: \\x1b[31mnot found"',
  );
});

test('a program that hangs, or starts one that does, is given up', async t => {
  t.is(await refusal(t, program('exec sleep 20'), 300), 'does not answer within 0.3 seconds');
  const start = Date.now();
  t.is(await refusal(t, program('sleep 20'), 300), 'does not answer within 0.3 seconds');
  t.true(Date.now() - start < 10_000);
});

test('a program that prints without end is given up', async t => {
  t.is(await refusal(t, program('yes')), 'does not answer as a Python interpreter: it prints without end');
});

const GOOD = {
  probe: 1,
  version: [3, 12, 1],
  implementation: 'cpython',
  executable: '/usr/bin/python3',
  freeThreaded: false,
  debug: true,
  platform: 'linux',
  platformTag: 'linux_x86_64',
  extSuffix: '.cpython-312d-x86_64-linux-gnu.so',
  config: {
    CC: 'gcc',
    CXX: 'g++',
    CFLAGS: '-O2\t-g',
    OPT: '',
    LDSHARED: '',
    LDCXXSHARED: '',
    LDFLAGS: '',
    CCSHARED: '',
    BLDSHARED: '',
  },
  installed: {setuptools: '70.0'},
  prefix: '/usr',
  basePrefix: '/usr',
};

const answering = (answer: unknown): string => program(`cat <<'END'\nnoise\n${JSON.stringify(answer)}\nEND`);

test('an answer is taken among other output, and keeps what it is of', async t => {
  const {probe: _, ...facts} = GOOD;
  const answer = await probeForBuild({command: [answering(GOOD)], from: '--python'});
  t.deepEqual<unknown, unknown>(answer, {...facts, from: '--python'});
  const nameless = answering({...GOOD, executable: ''});
  t.is((await probeForBuild({command: [nameless], from: '--python'})).executable, nameless);
});

for (const [field, value] of [
  ['version', [3, 12]],
  ['version', [3, 12, '1']],
  ['implementation', 'c python'],
  ['platformTag', '../../x'],
  ['extSuffix', '/../evil.so'],
  ['config', {...GOOD.config, CC: 'gcc\n-v'}],
  ['config', {CC: 'gcc'}],
  ['installed', {setuptools: 7}],
  ['installed', ['setuptools']],
  ['executable', '/usr/bin/\u001b[31mpython'],
  ['debug', 'yes'],
  ['prefix', ''],
] as const) {
  test(`an answer whose ${field} is ${JSON.stringify(value).slice(0, 60)} is refused`, async t => {
    t.is(
      await refusal(t, answering({...GOOD, [field]: value})),
      `does not answer as a Python interpreter: \`${field}\` is not as it should be`,
    );
  });
}

const other = modern.find(python => python !== executables.at(-1) && python.includes('.pyenv'));
const otherTest = other === undefined ? test.skip : test;

otherTest(`--python X.Y finds the pyenv one${other ? '' : ' (skipped: there is none)'}`, async t => {
  const [, wanted = ''] = /versions\/(\d\.\d+)\./.exec(other ?? '') ?? [];
  const answer = await interpreterForBuild(wanted, temporaryFolder());
  t.is(answer.version.slice(0, 2).join('.'), wanted);
  t.regex(answer.from, new RegExp(`^--python ${wanted.replace('.', '\\.')}, `));
});

test('a version that is nowhere is refused with its name', async t => {
  const error = await t.throwsAsync(interpreterForBuild('3.98', temporaryFolder()), {instanceOf: UserError});
  t.regex(error.message, /^--python 3\.98: no such Python is found among /);
});

test('without any Python it says so', async t => {
  const empty = temporaryFolder();
  const error = await t.throwsAsync(interpreterForBuild(null, empty, {HOME: empty, PATH: empty}), {
    instanceOf: UserError,
  });
  t.regex(error.message, /^no Python is found: /);
});

test('an active environment that is broken is not passed over', async t => {
  const root = writeTree({
    'venv/pyvenv.cfg': 'home = /nowhere\n',
    'venv/bin/python': {linkTo: '/nowhere/python'},
  });
  const error = await t.throwsAsync(
    interpreterForBuild(null, root, {...process.env, VIRTUAL_ENV: join(root, 'venv')}),
    {instanceOf: UserError},
  );
  t.is(error.where, `${join(root, 'venv/bin/python')} (from VIRTUAL_ENV)`);
});
