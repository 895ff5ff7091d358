import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, realpathSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {vsFiles} from '../../../src/debugging/launch/vs-files.ts';
import type {VsFacts} from '../../../src/debugging/launch/vs-project.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {ON_WINDOWS} from '../../debugging/launch/facts.ts';
import {winePath} from '../windows/msvc/paths.ts';
import {madeVersions, windowsPython, wine, wineEnvironment} from '../windows/wine.ts';
import {expand, type MsbuildFile, readMsbuild} from './vs-project-reader.ts';

const cache = fileURLToPath(new URL('../../../.cache/windows', import.meta.url));
const gcc = toolNamed('x86_64-w64-mingw32-gcc');
const [version] = madeVersions(cache, ['3.13', '3.8']);
const missing = [
  ...(gcc === null ? ['x86_64-w64-mingw32-gcc'] : []),
  ...(version === undefined ? ['Windows Python: run scripts/windows-pythons.ts'] : []),
];
const real = missing.length === 0 ? test.serial : test.serial.skip;
const title = (text: string): string =>
  missing.length === 0 ? text : `${text} (skipped: no ${missing.join(', ')})`;

const SOURCE = `#define PY_SSIZE_T_CLEAN
#include <Python.h>
static int crash_here(int count) {
    volatile int *nowhere = NULL;
    *nowhere = count;
    return count;
}
static PyObject *crash(PyObject *self, PyObject *arg) { return PyLong_FromLong(crash_here(3)); }
static PyMethodDef methods[] = {{"crash", crash, METH_O, 0}, {0}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam", 0, -1, methods};
PyMODINIT_FUNC PyInit_spam(void) { return PyModule_Create(&module); }
`;
const CRASH_LINE = 5;

const APP = `import faulthandler, json, os, sys
print(json.dumps({"args": sys.argv[1:], "prefix": sys.prefix, "cwd": os.getcwd(), "pid": os.getpid(),
                  "faulthandler": faulthandler.is_enabled()}), flush=True)
sys.stdin.readline()
sys.path.insert(0, os.getcwd())
import spam
spam.crash(None)
`;

/** Words that cmd.exe, the C runtime and MSBuild each see something in. */
const WORDS = ['plain', 'a b', '100%', '$(x);@y', 'c&d^e', "it's (one)"];

const plain = realpathSync(temporaryFolder());
const base = version === undefined ? '' : windowsPython(cache, version);

/** Writes a project with Visual Studio's files into a folder. */
function projectIn(folder: string, words: readonly string[]) {
  const root = winePath(folder);
  const facts: VsFacts = {
    ...ON_WINDOWS,
    workspace: root,
    interpreter: {
      executable: `${root}\\.venv\\Scripts\\python.exe`,
      program: `${winePath(base)}\\python.exe`,
      venvLauncher: `${root}\\.venv\\Scripts\\python.exe`,
      version: [3, 13],
    },
    target: {kind: 'script', path: 'src/start it.py', args: words},
    sources: ['src/spam.c'],
    include: `${winePath(base)}\\include`,
  };
  for (const {path, text} of [
    {path: 'src/spam.c', text: SOURCE},
    {path: 'src/start it.py', text: APP},
    {path: '.venv/Scripts/python.exe', text: ''},
    {path: '.venv/pyvenv.cfg', text: `home = ${winePath(base)}\n`},
    ...vsFiles(facts),
  ]) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
  const project = join(folder, '.pyxdbg/vs/spam.vcxproj');
  return {folder, root, facts, project, variables: {ProjectDir: `${root}\\.pyxdbg\\vs\\`}};
}

const {
  folder,
  root: windowsFolder,
  facts,
  project,
  variables,
} = projectIn(join(plain, 'my 50% spam (1)'), WORDS);

const propertiesFor = ({groups}: MsbuildFile, configuration: string): Readonly<Record<string, string>> =>
  groups.find(({condition}) => condition === `'$(Configuration)|$(Platform)'=='${configuration}'`)
    ?.properties ?? {};

const hasPython = toolNamed('python3') !== null;
const withPython = hasPython ? test : test.skip;
const noPython = hasPython ? '' : ' (skipped: no python3)';

withPython(
  `the project is XML that another parser reads, with what F5 starts for each configuration${noPython}`,
  t => {
    const [made, user] = [readMsbuild(project), readMsbuild(`${project}.user`)];
    const configurations = made.items
      .filter(({kind}) => kind === 'ProjectConfiguration')
      .map(({include}) => include);
    t.deepEqual(configurations, ['Debug|x64', 'Release|x64']);
    for (const configuration of configurations) {
      const {LocalDebuggerCommand, LocalDebuggerWorkingDirectory, DebuggerFlavor} = propertiesFor(
        user,
        configuration,
      );
      t.is(expand(LocalDebuggerCommand ?? '', variables), facts.interpreter.program);
      t.is(expand(LocalDebuggerWorkingDirectory ?? '', variables), `${windowsFolder}\\.pyxdbg\\vs\\..\\..`);
      t.is(DebuggerFlavor, 'WindowsLocalDebugger');
      t.regex(propertiesFor(made, configuration)['NMakeBuildCommandLine'] ?? '', /pyxdbg build/);
    }
    t.true(made.groups.some(({properties}) => properties['ConfigurationType'] === 'Makefile'));
    for (const {include} of made.items.filter(({kind}) => kind === 'ClCompile')) {
      t.true(existsSync(join(dirname(project), include.replaceAll('\\', '/'))), include);
    }
  },
);

const environment = {...process.env, ...wineEnvironment(join(cache, 'prefix'))};

/** Runs a batch file under Wine. */
function batch(
  name: string,
  lines: readonly string[],
  set: Readonly<Record<string, string>> = {},
): ChildProcess {
  const file = join(plain, name);
  writeFileSync(file, lines.map(line => `${line}\r\n`).join(''));
  return spawn(wine, ['cmd', '/c', winePath(file)], {
    env: {...environment, ...set},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Reads until the text has what is waited for, or ends. */
async function readUntil(child: ChildProcess, wanted: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (wanted.test(text)) break;
  }
  return text;
}

real(
  title("what F5 starts runs under Wine: words, environment, folder, and the crash's stack in winedbg"),
  async t => {
    t.timeout(120_000);
    execFileSync(gcc ?? '', [
      // Wine's debugger reads DWARF up to version 4.
      ...['-w', '-g', '-gdwarf-4', '-gstrict-dwarf', '-O0', '-shared', '-static-libgcc', `-I${base}/include`],
      ...[join(folder, 'src/spam.c'), `${base}/python${(version ?? '').replace('.', '')}.dll`],
      ...['-o', join(folder, 'spam.pyd')],
    ]);
    const properties = propertiesFor(readMsbuild(`${project}.user`), 'Debug|x64');
    const value = (key: string): string => expand(properties[key] ?? '', variables);
    const set = Object.fromEntries(
      value('LocalDebuggerEnvironment')
        .split('\n')
        .filter(line => line.includes('='))
        .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    // Visual Studio hands the line to CreateProcess as it is; a batch file sees variables in it.
    const line = `"${value('LocalDebuggerCommand')}" ${value('LocalDebuggerCommandArguments')}`;
    const child = batch(
      'f5.bat',
      [
        `@cd /d "${value('LocalDebuggerWorkingDirectory').replaceAll('%', '%%')}"`,
        `@${line.replaceAll('%', '%%')}`,
      ],
      set,
    );
    t.teardown(() => child.kill('SIGKILL'));
    const started: {pid: number} = JSON.parse(await readUntil(child, /\n/));
    t.like(started, {args: WORDS, cwd: windowsFolder, prefix: `${windowsFolder}\\.venv`, faulthandler: true});

    const debug = spawn(wine, ['winedbg', `0x${started.pid.toString(16)}`], {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    t.teardown(() => debug.kill('SIGKILL'));
    debug.stdin.write('cont\n');
    setTimeout(() => child.stdin?.end('\r\n'), 1000);
    const stack = await readUntil(debug, /=>0 .*crash_here.*\n.*\n/);
    t.regex(stack, new RegExp(`=>0 .*crash_here.*count=0x3.*spam\\.c:${CRASH_LINE}\\] in spam\\.pyd`));
    t.regex(stack, /1 .*crash\+.*in spam\.pyd/);
  },
);

real(
  title('the batch file hands devenv /DebugExe the program with its words, and the project builds by pyxdbg'),
  async t => {
    t.timeout(120_000);
    // Wine's cmd.exe looks for variables in `%*` again, so that percent signs would not be those of the batch file.
    const odd = projectIn(
      join(plain, "my & spam's (1)"),
      WORDS.filter(word => !word.includes('%')),
    );
    const {program} = odd.facts.interpreter;
    const told = 'import json,os,sys; print(json.dumps([sys.argv[1:], os.getcwd(), sys.prefix]))';
    for (const name of ['devenv.cmd', 'pyxdbg.cmd']) {
      writeFileSync(join(odd.folder, name), `@"${program}" -c "${told}" %*\r\n`);
    }
    const text = await readUntil(batch('debug.bat', [`@"${odd.root}\\.pyxdbg\\vs\\spam.cmd"`]), /\]\r?\n/);
    t.deepEqual(JSON.parse(text), [
      ['/DebugExe', program, `${odd.root}\\src\\start it.py`, ...odd.facts.target.args],
      odd.root,
      `${odd.root}\\.venv`,
    ]);
    const {NMakeBuildCommandLine = ''} = propertiesFor(readMsbuild(odd.project), 'Debug|x64');
    const built = await readUntil(
      batch('build.bat', [`@${expand(NMakeBuildCommandLine, odd.variables)}`]),
      /\]\r?\n/,
    );
    t.deepEqual(JSON.parse(built).slice(0, 2), [
      ['build', '--debug', '--python', odd.facts.interpreter.executable],
      odd.root,
    ]);
  },
);
