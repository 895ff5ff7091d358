import test from 'ava';
import {checkConfiguration, checkObject} from '../../../src/debugging/launch/check-keys.ts';
import {variable, WORKSPACE} from '../../../src/debugging/launch/expressions.ts';
import {LAUNCH_SYSTEMS, type LaunchEntry, type LaunchFacts} from '../../../src/debugging/launch/model.ts';
import {vsLaunch} from '../../../src/debugging/launch/vs-files.ts';
import {vscodeFiles} from '../../../src/debugging/launch/vscode.ts';
import {readTable} from '../../../src/system/table-files.ts';
import {launchSchemas} from '../../../src/toolchains/launch-schemas.ts';
import {ON_LINUX, ON_WINDOWS} from './facts.ts';

const schemas = launchSchemas(readTable);
type Entry = Readonly<Record<string, unknown>>;

const listed = (facts: LaunchFacts, file: number, key: string, isForAll = false): readonly Entry[] =>
  vscodeFiles(facts, isForAll)[file]?.lists.find(list => list.key === key)?.entries ?? [];
const named = (facts: LaunchFacts, name: string): Entry => {
  const entry = listed(facts, 0, 'configurations', true).find(each => each['name'] === name);
  if (!entry) throw new Error(`no entry ${name}`);
  return entry;
};

for (const system of LAUNCH_SYSTEMS) {
  test(`every entry for ${system} has keys that its extension knows, and those that it needs`, t => {
    const facts = {...(system === 'win32' ? ON_WINDOWS : ON_LINUX), system};
    const configurations = listed(facts, 0, 'configurations', true);
    t.deepEqual([...new Set(configurations.map(({type}) => type))].sort(), [
      'cppdbg',
      'cppvsdbg',
      'debugpy',
      'lldb',
      'lldb-dap',
    ]);
    for (const entry of configurations)
      t.deepEqual(checkConfiguration(entry, schemas), [], String(entry['name']));
    for (const entry of listed(facts, 0, 'compounds'))
      t.deepEqual(checkObject(entry, schemas.compound, {}), []);
    for (const entry of listed(facts, 0, 'inputs')) t.deepEqual(checkObject(entry, schemas.input, {}), []);
    for (const entry of listed(facts, 1, 'tasks')) t.deepEqual(checkObject(entry, schemas.task, {}), []);
  });
}

test("every entry of Visual Studio's has keys of its pages", t => {
  const entries = vsLaunch(ON_WINDOWS, schemas.mixed_mode).lists.flatMap(list => list.entries);
  t.deepEqual(
    entries.map(({type}) => type),
    ['default', 'python'],
  );
  for (const entry of entries) {
    const keys = schemas.visual_studio[String(entry['type'])];
    if (keys) t.deepEqual(checkObject(entry, keys, {}), []);
    else t.fail(String(entry['type']));
  }
});

const without = (entry: Entry, key: string): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));
const native = named(ON_LINUX, 'pyxdbg: native (cppdbg)');
const windows = named(ON_WINDOWS, 'pyxdbg: native (cppvsdbg)');

for (const [title, entry, expected] of [
  [
    'a misspelt key',
    {...without(native, 'setupCommands'), setupCommand: native['setupCommands']},
    /^has a key that is not known: `setupCommand` \(is `setupCommands` meant\?\)$/,
  ],
  ['a missing program', without(native, 'program'), /^lacks `program`$/],
  ['cppvsdbg without its working directory', without(windows, 'cwd'), /^lacks `cwd`$/],
  [
    'a program for attaching with cppvsdbg',
    {...named(ON_WINDOWS, 'pyxdbg: native attach (cppvsdbg)'), program: 'x'},
    /`program`/,
  ],
  ['a text for a list', {...native, args: 'app.py'}, /^has under `args` what is no strings$/],
  [
    'an environment that is an object',
    {...native, environment: {A: '1'}},
    /^has under `environment` what is no objects$/,
  ],
  [
    'a variable without its value',
    {...native, environment: [{name: 'A'}]},
    /^lacks `value` \(in `environment`\)$/,
  ],
  [
    'a misspelt key within',
    {...native, setupCommands: [{text: 'x', ignoreFailure: true}]},
    /`ignoreFailure` \(is `ignoreFailures` meant\?\) \(in `setupCommands`\)$/,
  ],
  ['another type', {...native, type: 'python'}, /^has a type that is not known: "python"$/],
  ['no type', without(native, 'type'), /^has a type that is not known: null$/],
  ['another request', {...native, request: 'start'}, /launch/],
  ['a name of JavaScript itself', {...native, constructor: 1}, /`constructor`/],
] as const) {
  test(`${title} is found`, t => {
    const problems = checkConfiguration(entry, schemas);
    t.is(problems.length, 1, problems.join('\n'));
    t.regex(problems[0] ?? '', expected);
  });
}

test('on Windows an environment is debugged by the interpreter behind it', t => {
  const environment = windows['environment'];
  t.is(windows['program'], 'C:/Program Files/Python39/python.exe');
  t.deepEqual(environment, [
    {name: 'PYTHONFAULTHANDLER', value: '1'},
    {name: '__PYVENV_LAUNCHER__', value: 'C:\\src\\my spam\\.venv\\Scripts\\python.exe'},
  ]);
  t.is(named(ON_WINDOWS, 'pyxdbg: Python')['python'], `${WORKSPACE}/.venv/Scripts/python.exe`);
  t.like(windows, {
    symbolOptions: {searchPaths: ['C:\\src\\my spam']},
    sourceFileMap: {'D:\\build': 'C:\\src\\my spam'},
  });
});

test('words of the program are handed over one by one', t => {
  const expected = [`${WORKSPACE}/app.py`, 'a b', '--fast'];
  t.deepEqual(native['args'], expected);
  const half: LaunchEntry | Entry = named(ON_LINUX, 'pyxdbg: native half (lldb-dap)');
  t.deepEqual(half['args'], [`${WORKSPACE}/.pyxdbg/debugpy-connect.py`, '5678', ...expected]);
});

test('what VS Code would take for a variable is refused', t => {
  t.throws(
    () => vscodeFiles({...ON_LINUX, target: {kind: 'script', path: `a${variable('b')}.py`, args: []}}, false),
    {
      message: /variable/,
    },
  );
  const odd = {...ON_LINUX.interpreter, program: `/opt/${variable('x')}/python`};
  t.throws(() => vscodeFiles({...ON_LINUX, interpreter: odd}, false), {message: /variable/});
});
