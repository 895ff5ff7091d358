/**
 * pyxdbg itself on Windows: Node for Windows runs the bundle under Wine, with the words that a user types, against real
 * Windows Pythons and the stand-in Visual Studio.
 */
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {copyFile, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {field, identities, lineOf} from './identities.ts';
import {pyxdbgOnWindows, startMachine, testedVersions, type WindowsMachine, windowsCache} from './machine.ts';
import {winePath} from './msvc/paths.ts';
import {lastOption} from './msvc/stand-in.ts';
import {makeSpeedProject, speedModule, speedSource, speedUse} from './speed-project.ts';
import {runPyxdbg, windowsNodeVersion} from './windows-node.ts';
import {wine} from './wine.ts';

const {missing} = pyxdbgOnWindows;
if (missing !== null) test.skip(`pyxdbg builds on Windows (needs ${missing})`, () => {});

const compiler = 'x86_64-w64-mingw32-gcc';

/** The launcher of Python, with the given one registered as its installer does (PEP 514). */
const installLauncher = async (machine: WindowsMachine, version: string): Promise<string> => {
  const folder = join(machine.folder, 'launcher');
  await mkdir(folder);
  const source = new URL('py.c', import.meta.url).pathname;
  const built = join(folder, 'py.exe');
  execFileSync(compiler, ['-O1', '-municode', '-o', built, source]);
  const key = `HKCU\\Software\\Python\\PythonCore\\${version}\\InstallPath`;
  await execa(wine, ['reg', 'add', key, '/ve', '/d', winePath(machine.python), '/f'], {
    env: machine.environment,
    stdin: 'ignore',
  });
  return folder;
};

for (const version of missing === null ? testedVersions : []) {
  const pyd = speedModule(version);
  let machine: WindowsMachine;
  let project = '';

  /** `pyxdbg WORDS` in the project, with these folders first on PATH. */
  const pyxdbg = (words: readonly string[], path: readonly string[] = [], cwd = project) =>
    runPyxdbg(windowsCache, words, {
      folder: machine.folder,
      cwd,
      // What Wine puts before the PATH of its registry.
      env: {...machine.environment, WINEPATH: path.map(winePath).join(';')},
    });

  test.serial.before(async t => {
    t.timeout(120_000);
    machine = await startMachine(version);
    project = await makeSpeedProject(join(machine.folder, 'project'), '\r\n');
  });

  test.after.always(() => machine.close());

  test.serial(`${version}: pyxdbg --version starts in Node for Windows`, async t => {
    t.timeout(60_000);
    const {exitCode, stdout, all} = await pyxdbg(['--version']);
    t.is(exitCode, 0, all);
    const {version: own} = JSON.parse(
      await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
    );
    t.is(stdout.trim(), `pyxdbg ${own} (node v${windowsNodeVersion})`);
  });

  test.serial(`${version}: pyxdbg build --debug proves what the Python of PATH imports`, async t => {
    t.timeout(240_000);
    machine.standIn.takeCalls();
    const {exitCode, stdout, stderr, all} = await pyxdbg(['build', '--debug'], [machine.python]);
    t.is(exitCode, 0, all);
    t.true(stderr.includes(`(${winePath(machine.python)}\\python.exe, from PATH)`), stderr);
    for (const name of ['other', 'speed']) t.true(stdout.includes(`ok  ${name}\\${pyd}`), stdout);
    t.regex(stdout, /NDEBUG as in the release build\s+\(defined\)/);
    t.regex(stdout, /^2 binaries, 1 file compiled; debuggable, in the release ABI: proved$/m);

    const calls = machine.standIn.takeCalls();
    t.deepEqual(
      calls.map(({tool}) => tool),
      ['cl', 'link', 'cl', 'link'],
    );
    for (const call of calls.filter(({tool}) => tool === 'cl')) {
      t.is(lastOption(call, /^[-/]O[d12x]/), '/Od');
      t.is(lastOption(call, /^[-/]M[DT]/), '/MD');
      t.is(lastOption(call, /^[-/][DU]NDEBUG/), '/DNDEBUG');
    }
    const imported = await machine.run(['-c', speedUse.code], project);
    t.is(imported.exitCode, 0, imported.all);
    t.is(imported.all.trim(), speedUse.prints);
  });

  test.serial(
    `${version}: the PDB beside each module has its GUID and age, and gives file and line`,
    async t => {
      const line = (await readFile(speedSource, 'utf8')).split('\n').indexOf('PyInit__speedups(void)') + 2;
      for (const name of ['speed', 'other']) {
        const module = join(project, name, pyd);
        const {module: inModule, pdb: inPdb} = identities(module, module.replace('.pyd', '.pdb'));
        t.deepEqual(inModule, inPdb);
        t.regex(inPdb[0] ?? '', /^[0-9a-f]{8}-/);
        const exported = execFileSync('llvm-readobj-16', ['--coff-exports', module], {encoding: 'utf8'});
        // The source by its path on Windows, which is what a debugger there opens.
        const place = `${winePath(join(project, 'speedups.c'))}:${line}:`;
        t.true(lineOf(module, field(exported, 'RVA')).includes(place));
      }
    },
  );

  test.serial(`${version}: a build of what is up to date compiles nothing`, async t => {
    t.timeout(120_000);
    machine.standIn.takeCalls();
    const {exitCode, stdout, all} = await pyxdbg(['build', '--debug'], [machine.python]);
    t.is(exitCode, 0, all);
    t.deepEqual(machine.standIn.takeCalls(), []);
    t.regex(stdout, /nothing was to be compiled; debuggable, in the release ABI: proved$/m);
  });

  test.serial(`${version}: pyxdbg check-abi FILE takes a path with backslashes`, async t => {
    t.timeout(60_000);
    const {exitCode, stdout, all} = await pyxdbg(['check-abi', '--debug', '--json', `.\\speed\\${pyd}`]);
    t.is(exitCode, 0, all);
    const [artefact] = JSON.parse(stdout).artefacts;
    t.like(artefact.binaries[0], {
      target: {pythons: [version], platform: 'win_amd64'},
      debug: {format: 'codeview', optimised: 0, ndebug: 'defined', missingSources: [], unknownSources: 0},
    });
    t.is(
      artefact.binaries[0].debug.debugFile.path.toLowerCase(),
      winePath(join(project, 'speed', pyd))
        .replace('.pyd', '.pdb')
        .toLowerCase(),
    );
  });

  test.serial(`${version}: --python ${version} is found by py, and a wheel has its PDBs`, async t => {
    t.timeout(240_000);
    const launcher = await installLauncher(machine, version);
    const words = [
      'build',
      '.\\',
      '--debug',
      '--python',
      version,
      '--wheel',
      '--out-dir',
      '.\\wheels',
      '--json',
    ];
    const {exitCode, stdout, all} = await pyxdbg(words, [launcher]);
    t.is(exitCode, 0, all);
    const {project: built, products, proved, modules} = JSON.parse(stdout);
    t.is(built.python, `${winePath(machine.python)}\\python.exe`);
    t.true(proved);
    t.is(modules.length, 2);
    const [wheel = ''] = await readdir(join(project, 'wheels'));
    t.deepEqual(products, [winePath(join(project, 'wheels', wheel))]);
    const unpacked = join(machine.folder, 'unpacked');
    execFileSync('python3', ['-m', 'zipfile', '-e', join(project, 'wheels', wheel), unpacked]);
    for (const name of ['speed', 'other']) {
      const module = join(unpacked, name, pyd);
      const {module: inModule, pdb: inPdb} = identities(module, module.replace('.pyd', '.pdb'));
      t.deepEqual(inModule, inPdb);
    }
  });

  test.serial(`${version}: a virtual environment is found by its Scripts\\python.exe`, async t => {
    t.timeout(240_000);
    const made = await machine.run(
      ['-m', 'venv', '--without-pip', '--system-site-packages', '.venv'],
      project,
    );
    t.is(made.exitCode, 0, made.all);
    // As pip puts ninja there; found without the environment being activated.
    const scripts = join(project, '.venv', 'Scripts');
    await copyFile(join(scripts, 'pythonw.exe'), join(scripts, 'only-there.exe'));
    const setup = await readFile(join(project, 'setup.py'), 'utf8');
    const needsTool = "import shutil\r\nassert shutil.which('only-there'), 'not on PATH'\r\n";
    await writeFile(join(project, 'setup.py'), needsTool + setup);
    const {exitCode, stdout, all} = await pyxdbg(['build', '--debug', '--json'], [machine.python]);
    t.is(exitCode, 0, all);
    const {project: built, proved} = JSON.parse(stdout);
    t.is(built.python, winePath(join(project, '.venv', 'Scripts', 'python.exe')));
    t.true(proved);
  });

  test.serial(`${version}: launch-config starts the interpreter behind the environment`, async t => {
    t.timeout(240_000);
    await writeFile(join(project, 'use.py'), speedUse.code);
    const words = ['launch-config', '--target', 'use.py'];
    const written = await pyxdbg(words, [machine.python]);
    t.is(written.exitCode, 0, written.all);
    const launch = await readFile(join(project, '.vscode/launch.json'), 'utf8');
    const {configurations}: {configurations: Record<string, unknown>[]} = JSON.parse(launch);
    const venv = winePath(join(project, '.venv', 'Scripts', 'python.exe'));
    t.like(
      configurations.find(({name}) => name === 'pyxdbg: native (cppvsdbg)'),
      {
        program: `${winePath(machine.python).replaceAll('\\', '/')}/python.exe`,
        environment: [
          {name: 'PYTHONFAULTHANDLER', value: '1'},
          {name: '__PYVENV_LAUNCHER__', value: venv},
        ],
      },
    );
    t.like(
      configurations.find(({name}) => name === 'pyxdbg: Python'),
      {python: `$${'{workspaceFolder}'}/.venv/Scripts/python.exe`},
    );
    const [user] = (await readdir(join(project, '.pyxdbg/vs'))).filter(name => name.endsWith('.user'));
    const text = await readFile(join(project, '.pyxdbg/vs', user ?? ''), 'utf8');
    t.true(text.includes(`<LocalDebuggerCommand>${winePath(machine.python)}\\python.exe<`), text);
    t.regex((await pyxdbg(words, [machine.python])).stdout, /Nothing to do/);
    // The rest of what it finds hangs on what this machine has: the modules and their PDBs are as they should be.
    const checked = await pyxdbg(['launch-config', '--check', '--json'], [machine.python]);
    const {findings}: {findings: {where: string; problem: string}[]} = JSON.parse(checked.stdout);
    t.deepEqual(
      findings.filter(({where}) => /\.(?:json|pyd)$/.test(where)),
      [],
    );
    t.is((await pyxdbg(['launch-config', '--undo'], [machine.python])).exitCode, 0);
    t.false(existsSync(join(project, '.vscode')));
    t.false(existsSync(join(project, '.pyxdbg/vs')));
  });

  test.serial(`${version}: the compiler’s error comes through, with exit status 1`, async t => {
    t.timeout(120_000);
    const broken = await makeSpeedProject(join(machine.folder, 'broken'));
    await writeFile(join(broken, 'speedups.c'), '#include <Python.h>\nint broken( { }\n');
    const {exitCode, stderr, all} = await pyxdbg(
      ['build', '.\\broken', '--debug'],
      [machine.python],
      machine.folder,
    );
    t.is(exitCode, 1, all);
    t.regex(stderr, /^speedups\.c:2:\d+: error: /m);
  });

  test.serial(`${version}: without any Python, the message names what Windows has`, async t => {
    t.timeout(60_000);
    const {exitCode, stderr} = await pyxdbg(['build', '.\\broken', '--debug'], [], machine.folder);
    t.is(exitCode, 2);
    t.regex(stderr, /no Python is found: .* neither python nor py;/);
  });

  test.serial(`${version}: pyxdbg init, again, and --undo: setup.py with CRLF is as it was`, async t => {
    t.timeout(240_000);
    const before = await readFile(join(project, 'setup.py'));
    const init = ['init', '--yes', '--patch', 'setup.py'];
    const first = await pyxdbg(init, [machine.python]);
    t.is(first.exitCode, 0, first.all);
    const patched = await readFile(join(project, 'setup.py'), 'utf8');
    t.true(patched.endsWith(before.toString()));
    t.not(patched, before.toString());
    t.is(patched.replaceAll('\r\n', '').includes('\n'), false, 'every line ends as those of the user');
    const second = await pyxdbg(init, [machine.python]);
    t.is(second.exitCode, 0, second.all);
    t.is(await readFile(join(project, 'setup.py'), 'utf8'), patched);
    const undone = await pyxdbg(['init', '--undo', '--yes'], [machine.python]);
    t.is(undone.exitCode, 0, undone.all);
    t.deepEqual(await readFile(join(project, 'setup.py')), before);
    t.false(existsSync(join(project, 'pyxdbg.yaml')));
  });

  // What it writes asks for setuptools 70.1; the Pythons before 3.11 come with older ones.
  if (Number(version.split('.')[1]) < 11) continue;
  test.serial(`${version}: in an empty folder, init writes a project that builds and imports`, async t => {
    t.timeout(240_000);
    const fresh = join(machine.folder, 'fresh');
    await mkdir(fresh);
    for (const words of [
      ['init', '--template', 'c', '--yes'],
      ['build', '--debug'],
      ['check-abi', '.'],
    ]) {
      const {exitCode, all} = await pyxdbg(words, [machine.python], fresh);
      t.is(exitCode, 0, all);
    }
    const {exitCode, all} = await machine.run(
      ['-c', 'import fresh; print(fresh.mean([1, 2]))'],
      join(fresh, 'src'),
    );
    t.is(exitCode, 0, all);
    t.is(all.trim(), '1.5');
  });
}
