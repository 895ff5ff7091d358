import {execFileSync} from 'node:child_process';
import {readdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {windowsEnvironment} from '../../../src/build/windows-environment.ts';
import {windowsToolset} from '../../../src/build/windows-toolset.ts';
import {placePdbs} from '../../../src/system/pdb-placement.ts';
import {readTable} from '../../../src/system/table-files.ts';
import {checkAbi, rulesOf} from '../../e2e/check-abi.ts';
import {field, identities, lineOf} from './identities.ts';
import {missingForWindows, startMachine, testedVersions, type WindowsMachine} from './machine.ts';
import {winePath} from './msvc/paths.ts';
import {lastOption} from './msvc/stand-in.ts';
import {makeSpeedProject, speedModule, speedSource, speedUse} from './speed-project.ts';

if (missingForWindows !== null) {
  test.skip(`setuptools builds for debugging on Windows, driven by variables (needs ${missingForWindows})`, () => {});
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

for (const version of testedVersions) {
  const digits = version.replace('.', '');
  const pyd = speedModule(version);
  let machine: WindowsMachine;
  let folder = '';
  let project = '';

  const variables = () => variablesFor(version, join(folder, 'types.pdb'));

  test.serial.before(async t => {
    t.timeout(120_000);
    machine = await startMachine(version);
    folder = machine.folder;
    project = await makeSpeedProject(join(folder, 'project'));
  });

  test.after.always(() => machine.close());

  test.serial(
    `${version}: unmodified setuptools compiles and links with our options behind the project’s`,
    async t => {
      t.timeout(240_000);
      const {exitCode, all} = await machine.run(['setup.py', 'build_ext', '--inplace'], project, variables());
      t.is(exitCode, 0, all);
      const calls = machine.standIn.takeCalls();
      t.deepEqual(
        calls.map(({tool}) => tool),
        ['cl', 'link', 'cl', 'link'],
      );
      for (const call of calls.filter(({tool}) => tool === 'cl')) {
        t.is(lastOption(call, /^[-/]O[d12x]/), '/Od');
        t.is(lastOption(call, /^[-/]M[DT]/), '/MD');
        t.is(lastOption(call, /^[-/]GL/), '/GL-');
        t.is(lastOption(call, /^[-/]Ob/), '/Ob0');
        t.is(lastOption(call, /^[-/]Z[7iI]/), '/Zi');
        t.true(call.args.includes('/DNDEBUG'));
        t.false(call.all.some(option => /_DEBUG$|^[-/]MDd|^[-/]RTC/.test(option)));
      }
      for (const call of calls.filter(({tool}) => tool === 'link')) {
        t.is(lastOption(call, /^[-/]DEBUG/), '/DEBUG:FULL');
        t.is(lastOption(call, /^[-/]LTCG/), '/LTCG:OFF');
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
      const text = await readFile(speedSource, 'utf8');
      const line = text.split('\n').indexOf('PyInit__speedups(void)') + 1;
      t.regex(found, new RegExp(`PyInit__speedups\n.*speedups\\.c:${line + 1}:`));
    },
  );

  test.serial(`${version}: the modules import and run in the release Python`, async t => {
    t.timeout(60_000);
    const {exitCode, all} = await machine.run(['-c', speedUse.code], project);
    t.is(exitCode, 0, all);
    t.is(all.trim(), speedUse.prints);
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
    const {exitCode, all} = await machine.run(pip, project, variables());
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
      machine.standIn.takeCalls();
      const {exitCode, all} = await machine.run(
        ['setup.py', 'build_ext', '--debug', '--force', '-b', 'out'],
        project,
      );
      t.not(exitCode, 0);
      const [compile] = machine.standIn.takeCalls();
      t.true(compile?.args.includes('/MDd'));
      t.true(compile?.args.includes('/D_DEBUG'));
      t.regex(all, new RegExp(`could not open 'python${digits}_d\\.lib'`));
    },
  );
}
