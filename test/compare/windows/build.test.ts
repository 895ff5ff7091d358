import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {windowsEnvironment} from '../../../src/build/windows-environment.ts';
import {windowsToolset} from '../../../src/build/windows-toolset.ts';
import {placePdbs} from '../../../src/system/pdb-placement.ts';
import {readTable} from '../../../src/system/table-files.ts';
import {checkAbi, rulesOf} from '../../e2e/check-abi.ts';
import {hasProgram} from '../../seeded/tools.ts';
import {winePath} from './msvc/paths.ts';
import {makeStandIn, type StandIn, type ToolCall} from './msvc/stand-in.ts';
import {madeVersions, windowsPython, windowsVersions, wine, wineEnvironment} from './wine.ts';

// PYXDBG_TEST_WINDOWS: the versions to run, `3.8,3.13` unless said otherwise, or `all`; those that are made are taken.
const wanted = process.env['PYXDBG_TEST_WINDOWS'] ?? '3.8,3.13';
const cache = fileURLToPath(new URL('../../../.cache/windows', import.meta.url));
const source = fileURLToPath(new URL('msvc/speedups.c', import.meta.url));
const versions = madeVersions(cache, wanted === 'all' ? windowsVersions : wanted.split(','));
const lacking = [
  ...['x86_64-w64-mingw32-gcc', 'clang-16', 'lld-link-16', 'llvm-dlltool-16'],
  ...['llvm-readobj-16', 'llvm-pdbutil-16', 'llvm-symbolizer-16', 'python3'],
].filter(name => !hasProgram(name));

if (lacking.length > 0 || versions.length === 0) {
  const reason = lacking.length > 0 ? lacking.join(', ') : 'scripts/windows-pythons.ts to be run first';
  test.skip(`setuptools builds for debugging on Windows, driven by variables (needs ${reason})`, () => {});
}

/** What pyxdbg sets for a build, by the code that sets it. */
const variablesFor = (version: string, typePdb: string) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const interpreter = {version: [major, minor, 0] as const, platformTag: 'win_amd64', extSuffix: '.pyd'};
  const toolset = windowsToolset(interpreter, {}, readTable);
  if (!toolset) throw new Error(`no toolset for ${version}`);
  const request = {debug: true, optimize: '0', assertions: false, sanitize: []} as const;
  return windowsEnvironment(request, toolset, {}, winePath(typePdb));
};

/** Two modules of one name in two packages, with optimisation that the project asks for itself. */
const SETUP = `from setuptools import Extension, setup
extensions = [
    Extension(f'{package}._speedups', ['speedups.c'], extra_compile_args=['/O2', '/Ob2', '/GL'])
    for package in ('speed', 'other')
]
setup(name='speed', version='1.0', packages=['speed', 'other'], ext_modules=extensions)
`;

const makeProject = async (folder: string): Promise<string> => {
  for (const name of ['speed', 'other']) {
    await mkdir(join(folder, name), {recursive: true});
    await writeFile(join(folder, name, '__init__.py'), '');
  }
  await writeFile(join(folder, 'setup.py'), SETUP);
  await cp(source, join(folder, 'speedups.c'));
  return folder;
};

/** The last option of a kind, which is the one that counts. */
const last = (call: ToolCall | undefined, pattern: RegExp): string | undefined =>
  call?.all.findLast(option => pattern.test(option));

const field = (text: string, name: string): string => new RegExp(`${name}: (.+)`).exec(text)?.[1] ?? '';

/** llvm-readobj 16 prints the bytes: of the first three groups the lowest comes first. */
const guidOfBytes = (text: string): string => {
  const bytes = text.match(/[0-9a-f]{2}/gi) ?? [];
  const group = (...places: readonly number[]): string => places.map(place => bytes[place]).join('');
  const groups = [group(3, 2, 1, 0), group(5, 4), group(7, 6), group(8, 9), group(10, 11, 12, 13, 14, 15)];
  return groups.join('-').toLowerCase();
};

/** GUID and age by LLVM's tools, of the module and of the PDB. */
const identities = (module: string, pdb: string) => {
  const inModule = execFileSync('llvm-readobj-16', ['--coff-debug-directory', module], {encoding: 'utf8'});
  const inPdb = execFileSync('llvm-pdbutil-16', ['dump', '--summary', pdb], {encoding: 'utf8'});
  const guid = (text: string): string => text.replaceAll(/[{}]/g, '').toLowerCase();
  return {
    module: [guidOfBytes(field(inModule, 'PDBGUID')), field(inModule, 'PDBAge')],
    pdb: [guid(field(inPdb, 'GUID')), field(inPdb, 'Age')],
  };
};

/** The address of a function in the PDB's own list of procedures, and where it says that stands. */
const lineOf = (module: string, address: string): string =>
  execFileSync('llvm-symbolizer-16', [`--obj=${module}`, '--relative-address', address], {encoding: 'utf8'});

for (const version of lacking.length > 0 ? [] : versions) {
  const python = windowsPython(cache, version);
  const digits = version.replace('.', '');
  const pyd = `_speedups.cp${digits}-win_amd64.pyd`;
  let folder = '';
  let project = '';
  let standIn: StandIn;
  let waiting: ChildProcess | null = null;

  const variables = () => variablesFor(version, join(folder, 'types.pdb'));

  /** Runs the Windows Python in the project, as the variables tell it. */
  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    execa(wine, [join(python, 'python.exe'), ...args], {
      cwd: project,
      env: {...wineEnvironment(standIn.prefix), ...standIn.environment, ...env},
      stdin: 'ignore',
      all: true,
      reject: false,
      timeout: 180_000,
    });

  test.serial.before(async t => {
    t.timeout(120_000);
    // Wine 8's cmd does not cope with a path that has blanks: tmpdir has none here.
    folder = await mkdtemp(join(tmpdir(), `pyxdbg-msvc-${digits}-`));
    standIn = await makeStandIn(folder, join(cache, 'prefix'), python);
    project = await makeProject(join(folder, 'project'));
    // While one program runs, Wine's services stay, and each further one starts in a tenth of the time.
    waiting = spawn(wine, [join(python, 'python.exe'), '-I', '-c', 'input()'], {
      env: {...process.env, ...wineEnvironment(standIn.prefix)},
      stdio: ['pipe', 'ignore', 'ignore'],
    });
  });

  test.after.always(async () => {
    if (waiting) {
      const exit = once(waiting, 'exit');
      waiting.stdin?.end('\n');
      await exit;
    }
    await standIn.close();
    await rm(folder, {recursive: true, force: true});
  });

  test.serial(
    `${version}: unmodified setuptools compiles and links with our options behind the project’s`,
    async t => {
      t.timeout(240_000);
      const {exitCode, all} = await run(['setup.py', 'build_ext', '--inplace'], variables());
      t.is(exitCode, 0, all);
      const calls = standIn.takeCalls();
      t.deepEqual(
        calls.map(({tool}) => tool),
        ['cl', 'link', 'cl', 'link'],
      );
      for (const call of calls.filter(({tool}) => tool === 'cl')) {
        t.is(last(call, /^[-/]O[d12x]/), '/Od');
        t.is(last(call, /^[-/]M[DT]/), '/MD');
        t.is(last(call, /^[-/]GL/), '/GL-');
        t.is(last(call, /^[-/]Ob/), '/Ob0');
        t.is(last(call, /^[-/]Z[7iI]/), '/Zi');
        t.true(call.args.includes('/DNDEBUG'));
        t.false(call.all.some(option => /_DEBUG$|^[-/]MDd|^[-/]RTC/.test(option)));
      }
      for (const call of calls.filter(({tool}) => tool === 'link')) {
        t.is(last(call, /^[-/]DEBUG/), '/DEBUG:FULL');
        t.is(last(call, /^[-/]LTCG/), '/LTCG:OFF');
        t.false(call.all.some(option => /^[-/]PDB:/i.test(option)));
      }
      t.false(
        (await readdir(project)).some(name => name.endsWith('.pdb')),
        'no PDB of types in the project',
      );
      t.true((await readdir(folder)).includes('types.pdb'));
    },
  );

  test.serial(
    `${version}: the PDB of each module comes beside it, of equal GUID and age, and gives file and line`,
    async t => {
      const modules = ['speed', 'other'].map(name => join(project, name, pyd));
      const placed = await placePdbs(modules, [project]);
      t.deepEqual(
        placed.map(({state}) => state),
        ['placed', 'placed'],
      );
      for (const {module, pdb} of placed) {
        const {module: inModule, pdb: inPdb} = identities(module, pdb);
        t.deepEqual(inModule, inPdb);
        t.regex(inPdb[0] ?? '', /^[0-9a-f]{8}-/);
      }
      // What the build left may go: the PDB beside the module has to do.
      await rm(join(project, 'build'), {recursive: true});
      const [module = ''] = modules;
      const exported = execFileSync('llvm-readobj-16', ['--coff-exports', module], {encoding: 'utf8'});
      const found = lineOf(module, field(exported, 'RVA'));
      const text = await readFile(source, 'utf8');
      const line = text.split('\n').indexOf('PyInit__speedups(void)') + 1;
      t.regex(found, new RegExp(`PyInit__speedups\n.*speedups\\.c:${line + 1}:`));
    },
  );

  test.serial(`${version}: the modules import and run in the release Python`, async t => {
    t.timeout(60_000);
    const code = 'import speed._speedups as a, other._speedups as b; print(a.twice(21), b.twice(4))';
    const {exitCode, all} = await run(['-c', code], {});
    t.is(exitCode, 0, all);
    t.is(all?.trim(), '42 8');
  });

  test.serial(`${version}: check-abi --debug has no finding on them`, async t => {
    t.timeout(120_000);
    const modules = ['speed', 'other'].map(name => join(project, name, pyd));
    const {exitCode, artefacts} = await checkAbi('--debug', '--python', version, ...modules);
    const binaries = artefacts.flatMap(one => one.binaries);
    t.deepEqual(rulesOf(binaries, 'error'), []);
    t.deepEqual(rulesOf(binaries, 'warning'), []);
    t.is(binaries.length, 2);
    t.is(exitCode, 0);
  });

  test.serial(`${version}: a wheel has its PDBs beside the modules and in RECORD`, async t => {
    t.timeout(300_000);
    const out = join(folder, 'wheels');
    // The pip that comes with this one builds a copy of the sources that is then gone; pyxdbg builds where they are.
    const inTree = version === '3.8' ? ['--use-feature=in-tree-build'] : [];
    const pip = [
      '-m',
      'pip',
      'wheel',
      '.',
      ...inTree,
      '--no-deps',
      '--no-build-isolation',
      '--no-index',
      '-w',
      winePath(out),
    ];
    const {exitCode, all} = await run(pip, variables());
    t.is(exitCode, 0, all);
    const [name = ''] = await readdir(out);
    const wheel = join(out, name);
    const placed = await placePdbs([wheel], [project]);
    t.deepEqual(
      placed.map(({module, pdb, state}) => [module, pdb, state === 'missing']),
      ['other', 'speed'].map(one => [`${one}/${pyd}`, `${one}/${pyd.replace('.pyd', '.pdb')}`, false]),
    );
    const unpacked = join(folder, 'unpacked');
    execFileSync('python3', ['-m', 'zipfile', '-e', wheel, unpacked]);
    for (const {module, pdb} of placed) {
      const {module: inModule, pdb: inPdb} = identities(join(unpacked, module), join(unpacked, pdb));
      t.deepEqual(inModule, inPdb);
    }
    const {artefacts} = await checkAbi('--debug', '--python', version, wheel);
    t.deepEqual(
      rulesOf(
        artefacts.flatMap(one => one.binaries),
        'error',
      ),
      [],
    );
  });

  test.serial(
    `${version}: the debug build of setuptools itself fails, for the reason that pyxdbg refuses it with`,
    async t => {
      t.timeout(240_000);
      standIn.takeCalls();
      const {exitCode, all} = await run(['setup.py', 'build_ext', '--debug', '--force', '-b', 'out'], {});
      t.not(exitCode, 0);
      const [compile] = standIn.takeCalls();
      t.true(compile?.args.includes('/MDd'));
      t.true(compile?.args.includes('/D_DEBUG'));
      t.regex(all ?? '', new RegExp(`could not open 'python${digits}_d\\.lib'`));
    },
  );
}
