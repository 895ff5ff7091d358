import {execFileSync} from 'node:child_process';
import {globSync} from 'node:fs';
import {basename} from 'node:path';
import test from 'ava';
import {parseFileTag} from '../../src/python/file-tag.ts';
import {hooksFor, importedName, initHooks, isCertainHook, ownHooks} from '../../src/rules/init-hook.ts';
import {machOFacts, machOSlice, peFacts} from '../builders/facts.ts';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';
import {askPython, withPython} from '../builders/python.ts';
import {toolNamed} from '../builders/tools.ts';

test('a module starts by PyInit or PyModExport and its name, in Python 2 by init', t => {
  t.deepEqual(hooksFor('speed'), ['PyInit_speed', 'PyModExport_speed', 'initspeed']);
});

test("a name beyond ASCII has a U and its punycode (PEP 489; CPython's _testmultiphase)", t => {
  t.deepEqual(hooksFor('_testmultiphase_zkouška_načtení'), [
    'PyInitU__testmultiphase_zkouka_naten_evc07gi8e',
    'PyModExportU__testmultiphase_zkouka_naten_evc07gi8e',
  ]);
  t.is(hooksFor('＿インポートテスト')[0], 'PyInitU_eckzbwbhc6jpgzcx415x');
});

test('hyphens become underscores, but not in Python 2', t => {
  t.deepEqual(hooksFor('my-speed'), ['PyInit_my_speed', 'PyModExport_my_speed', 'initmy-speed']);
});

withPython("punycode is Python's own", t => {
  const names = ['naïve', 'ß', 'модуль', '_größe_x', '日本-語', 'a_é', 'ü', 'x𝒳', '_é_'];
  const encoded = askPython(
    'import json, sys; print(json.dumps([n.encode("punycode").decode().replace("-", "_") for n in json.loads(sys.argv[1])]))',
    [JSON.stringify(names)],
  );
  t.deepEqual(
    names.map(name => hooksFor(name)[0]?.replace('PyInitU_', '')),
    encoded,
  );
});

const nm = toolNamed('nm');
const modules = pyenvPythons.flatMap(({folder}) => globSync(`${folder}/lib/python3.*/lib-dynload/*.so`));
const reason =
  nm === null ? ' (skipped: no nm)' : modules.length === 0 ? ' (skipped: no pyenv interpreters)' : '';
const live = reason === '' ? test : test.skip;

live(`every module of the standard library exports a hook of its own name${reason}`, t => {
  // One nm for all: 600 of them would take half a minute.
  const lines = execFileSync(nm ?? 'nm', ['-A', '-D', '--defined-only', ...modules], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const exported = Map.groupBy(lines.matchAll(/^(.*\.so):\S+ \S (\S+)$/gm), ([, path]) => path);
  for (const path of modules) {
    const tag = parseFileTag(basename(path));
    if (!tag) return t.fail(path);
    const names = exported.get(path)?.map(([, , name]) => name) ?? [];
    t.true(
      ownHooks(tag, basename(path)).some(hook => names.includes(hook)),
      path,
    );
  }
});

test("a package's __init__ is imported by the name of the package", t => {
  t.is(importedName('__init__', 'site-packages/pkg/sub/__init__.abi3.so'), 'sub');
  t.is(importedName('speed', 'pkg/speed.so'), 'speed');
  t.is(importedName('__init__', '__init__.so'), '__init__');
});

test('speed_d.pyd may be a debug speed or a release speed_d', t => {
  const tag = parseFileTag('speed_d.pyd');
  if (!tag) return t.fail();
  const hooks = ownHooks(tag, 'pkg/speed_d.pyd');
  t.true(hooks.includes('PyInit_speed'));
  t.true(hooks.includes('PyInit_speed_d'));
});

test('the slices of a fat file have their hooks once', t => {
  const slices = machOFacts(
    machOSlice({initHooks: ['PyInit_a', 'PyInit_b']}),
    machOSlice({machine: 'x86_64', initHooks: ['PyInit_a']}),
  );
  t.deepEqual(initHooks(slices), ['PyInit_a', 'PyInit_b']);
  t.deepEqual(initHooks(peFacts({initHooks: ['initx']})), ['initx']);
});

test("init and a name is no sure sign: galpy's libgalpy exports init_potentialArgs", t => {
  t.false(isCertainHook('init_potentialArgs'));
  for (const hook of ['PyInit_x', 'PyInitU_zca', 'PyModExport_x', 'PyModExportU_zca'])
    t.true(isCertainHook(hook));
});
