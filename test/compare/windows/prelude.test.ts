/**
 * The block that `pyxdbg init --patch setup.py` writes, in builds by unmodified setuptools of Windows Pythons with the
 * stand-in Visual Studio: without effect unless PYXDBG_DEBUG=1.
 */
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {checkAbi, rulesOf} from '../../e2e/check-abi.ts';
import {pyxdbgOn} from '../../e2e/program.ts';
import {identities} from './identities.ts';
import {missingForWindows, startMachine, testedVersions, type WindowsMachine} from './machine.ts';
import {lastOption} from './msvc/stand-in.ts';
import {makeSpeedProject, speedModule, speedUse} from './speed-project.ts';

if (missingForWindows !== null) {
  test.skip(`a patched setup.py builds on Windows (needs ${missingForWindows})`, () => {});
}

for (const version of testedVersions) {
  const pyd = speedModule(version);
  let machine: WindowsMachine;
  let project = '';

  const build = async (env: Readonly<Record<string, string>>, ...options: readonly string[]) => {
    machine.standIn.takeCalls();
    const {exitCode, all} = await machine.run(
      ['setup.py', 'build_ext', '--inplace', ...options],
      project,
      env,
    );
    return {exitCode, all, calls: machine.standIn.takeCalls()};
  };

  test.serial.before(async t => {
    t.timeout(120_000);
    machine = await startMachine(version);
    project = await makeSpeedProject(join(machine.folder, 'project'), '\r\n');
  });

  test.after.always(() => machine.close());

  test.serial(
    `${version}: with PYXDBG_DEBUG unset, the tools get what they get without the block`,
    async t => {
      t.timeout(240_000);
      const unpatched = await build({}, '--force');
      t.is(unpatched.exitCode, 0, unpatched.all);
      t.deepEqual(
        unpatched.calls.map(({tool}) => tool),
        ['cl', 'link', 'cl', 'link'],
      );
      const init = await pyxdbgOn(process.execPath)(['init', '--yes', '--patch', 'setup.py'], {cwd: project});
      t.is(init.status, 0, init.stderr);
      t.true((await readFile(join(project, 'setup.py'), 'utf8')).includes('PYXDBG_DEBUG'));
      for (const env of [{}, {PYXDBG_DEBUG: '0'}]) {
        const patched = await build(env, '--force');
        t.is(patched.exitCode, 0, patched.all);
        t.deepEqual(patched.calls, unpatched.calls);
      }
    },
  );

  test.serial(`${version}: with PYXDBG_DEBUG=1 they get the options of a debug build last`, async t => {
    t.timeout(240_000);
    // Objects of the release build are there, and must not do.
    const {exitCode, all, calls} = await build({PYXDBG_DEBUG: '1'});
    t.is(exitCode, 0, all);
    t.deepEqual(
      calls.map(({tool}) => tool),
      ['cl', 'link', 'cl', 'link'],
    );
    for (const call of calls.filter(({tool}) => tool === 'cl')) {
      t.is(lastOption(call, /^[-/]O[d12x]/), '/Od');
      t.is(lastOption(call, /^[-/]Ob/), '/Ob0');
      t.is(lastOption(call, /^[-/]M[DT]/), '/MD');
      t.is(lastOption(call, /^[-/]GL/), '/GL-');
      t.is(lastOption(call, /^[-/]Z[7iI]/), '/Zi');
      t.true(call.args.includes('/DNDEBUG'));
      t.false(call.all.some(option => /_DEBUG$|^[-/]MDd|^[-/]RTC/.test(option)));
    }
    const links = calls.filter(({tool}) => tool === 'link');
    for (const call of links) {
      t.is(lastOption(call, /^[-/]DEBUG/), '/DEBUG:FULL');
      t.is(lastOption(call, /^[-/]LTCG/), '/LTCG:OFF');
    }
    t.is(new Set(links.map(call => lastOption(call, /^[-/]PDB:/i))).size, 2, 'a PDB for each module');
  });

  test.serial(
    `${version}: the modules import, have their PDBs beside them, and nothing to find fault with`,
    async t => {
      t.timeout(120_000);
      const imported = await machine.run(['-c', speedUse.code], project);
      t.is(imported.all.trim(), speedUse.prints);
      const modules = ['speed', 'other'].map(name => join(project, name, pyd));
      for (const module of modules) {
        const {module: inModule, pdb: inPdb} = identities(module, module.replace('.pyd', '.pdb'));
        t.deepEqual(inModule, inPdb);
        t.regex(inPdb[0] ?? '', /^[0-9a-f]{8}-/);
      }
      const {exitCode, artefacts} = await checkAbi('--debug', '--python', version, ...modules);
      const binaries = artefacts.flatMap(one => one.binaries);
      t.is(exitCode, 0);
      t.deepEqual(rulesOf(binaries, 'error'), []);
      t.is(binaries.length, 2);
    },
  );
}
