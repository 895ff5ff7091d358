import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import {ENGINES} from '../../../src/debugging/engines/engine.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {
  areKnown,
  knownFrames,
  ownFrames,
  type Planted,
  plantedModule,
  pyxdbgIn,
  readReport,
} from './planted.ts';
import {plantedTests, withoutCores, withoutDebugger} from './planted-tests.ts';

const planted = plantedModule();
const missing = withoutDebugger('gdb') ?? withoutCores();
const real = plantedTests(planted, missing, {isSerial: true});

/** A core of the crash program, whose module is a copy of its own. */
async function coreOf({
  python,
  app,
  folder,
}: Planted): Promise<{readonly core: string; readonly module: string}> {
  const own = temporaryFolder();
  const module = join(own, 'planted.so');
  copyFileSync(join(folder, 'planted.so'), module);
  await execa('sh', ['-c', 'ulimit -c unlimited; exec "$@"', 'sh', python, app, 'crash'], {
    cwd: own,
    env: {PYTHONPATH: own},
    reject: false,
  });
  const name = (await execa('ls', [own])).stdout.split('\n').find(one => one.startsWith('core'));
  return {core: join(own, name ?? 'core'), module};
}

function isCrash(t: ExecutionContext, stdout: unknown): void {
  const {traceback, verdict} = readReport(String(stdout));
  t.is(verdict.kind, 'crash');
  const stopped = traceback.threads.find(({isStopped}) => isStopped);
  const known = knownFrames('crash', traceback);
  t.true(areKnown(ownFrames(stopped?.frames ?? []), known), ownFrames(stopped?.frames ?? []).join(' '));
}

for (const engine of ENGINES) {
  plantedTests(planted, withoutDebugger(engine) ?? missing, {prefix: `${engine}: `, isSerial: true})(
    'a core file of the kernel, plain and compressed, and packed for where nothing of it is',
    async (t, planted) => {
      const {core, module} = await coreOf(planted);
      const plain = await pyxdbgIn(planted, ['core', core, '--engine', engine, '--json']);
      t.is(plain.exitCode, 0, String(plain.stderr));
      isCrash(t, plain.stdout);
      const packed = `${core}.gz`;
      writeFileSync(packed, gzipSync(readFileSync(core), {level: 1}));
      isCrash(t, (await pyxdbgIn(planted, ['core', packed, '--engine', engine, '--json'])).stdout);

      const archive = join(temporaryFolder(), 'crash.tar.gz');
      const packing = await pyxdbgIn(planted, ['core', 'pack', core, '-o', archive]);
      t.is(packing.exitCode, 0, String(packing.stderr));
      // The module of the core is gone, as on another machine.
      writeFileSync(module, 'no longer a module');
      const unpacked = await pyxdbgIn(planted, ['core', archive, '--engine', engine, '--json']);
      t.is(unpacked.exitCode, 0, String(unpacked.stderr));
      isCrash(t, unpacked.stdout);
      const {traceback} = readReport(String(unpacked.stdout));
      t.true(traceback.modules.some(({path}) => path === module));
    },
  );
}

for (const engine of ENGINES) {
  real(`${engine}: of a core that is cut the report is of what there is, and says so`, async (t, planted) => {
    const {core} = await coreOf(planted);
    const whole = statSync(core).size;
    for (const bytes of [Math.floor(whole / 2), 100_000]) {
      truncateSync(core, bytes);
      const {exitCode, stdout, stderr} = await pyxdbgIn(planted, ['core', core, '--engine', engine]);
      t.is(exitCode, 0, String(stderr));
      t.regex(String(stderr), /cut short/);
      t.regex(String(stdout), /Segmentation fault/);
      t.regex(String(stdout).replaceAll('\n', ' '), /Python's frames .* the core is cut short/);
      // It is nobody else's fault.
      t.notRegex(String(stdout), /headers|table of offsets/);
    }
  });
}

real('a core without its head, and files that are none, are one sentence each', async (t, planted) => {
  const {core} = await coreOf(planted);
  truncateSync(core, 1000);
  for (const [file, says] of [
    [core, /no core file that can be read/],
    [planted.app, /no core file/],
    [planted.folder, /pyxdbg: /],
    ['no-such-file', /does not exist/],
  ] as const) {
    const {exitCode, stderr} = await pyxdbgIn(planted, ['core', file]);
    t.is(exitCode, 2);
    t.regex(String(stderr), says);
    t.is(String(stderr).trim().split('\n').length, 1);
  }
});

/** An archive that begins as a pack does, by Python's tarfile, which takes any name. */
async function archiveOf(
  {python}: Planted,
  entries: readonly {readonly name: string; readonly text: string}[],
): Promise<string> {
  const file = join(temporaryFolder(), 'hostile.tar.gz');
  const code = `import io, json, sys, tarfile
with tarfile.open(sys.argv[1], "w:gz", format=tarfile.USTAR_FORMAT) as archive:
    for entry in json.loads(sys.argv[2]):
        data = entry["text"].encode()
        member = tarfile.TarInfo(entry["name"])
        member.size = len(data)
        if entry["text"].startswith("->"):
            member.type, member.linkname, member.size = tarfile.SYMTYPE, entry["text"][2:], 0
        archive.addfile(member, io.BytesIO(data))
`;
  await execa(python, ['-c', code, file, JSON.stringify(entries)]);
  return file;
}

const manifest = JSON.stringify({
  schemaVersion: 1,
  executable: '/bin/sh',
  modules: [],
  sources: [],
  missing: [],
});

for (const [title, entries] of [
  ['a way out of its folder', [{name: 'root/../../../escaped', text: 'x'}]],
  ['an absolute name', [{name: '/tmp/escaped', text: 'x'}]],
  ['a name that no pack has', [{name: 'gdbinit', text: 'shell touch escaped'}]],
  ['a link', [{name: 'root/bin', text: '->/bin'}]],
  ['no program', []],
] as const) {
  real(`an archive with ${title} is refused, and leaves nothing`, async (t, planted) => {
    const file = await archiveOf(planted, [{name: 'pyxdbg-core.json', text: manifest}, ...entries]);
    const folder = join(temporaryFolder(), 'tmp');
    mkdirSync(folder);
    const {exitCode, stderr} = await pyxdbgIn(planted, ['core', file], {env: {TMPDIR: folder}});
    t.is(exitCode, 2);
    t.regex(String(stderr), /^pyxdbg: [^\n]*cannot be unpacked[^\n]*$/);
    // Node.js keeps a cache of compiled code there.
    t.deepEqual(
      readdirSync(folder).filter(name => name !== 'node-compile-cache'),
      [],
    );
    t.false(existsSync(join(folder, '..', 'escaped')));
  });
}

/** Puts a path of a module into an archive's list of contents. */
const ADD_MODULE = `import io, json, sys, tarfile
with tarfile.open(sys.argv[1]) as old, tarfile.open(sys.argv[2], "w:gz", format=tarfile.PAX_FORMAT) as new:
    for member in old:
        data = old.extractfile(member).read()
        if member.name == "pyxdbg-core.json":
            manifest = json.loads(data)
            manifest["modules"].append({"path": sys.argv[3], "buildId": None})
            data = json.dumps(manifest).encode()
        member.size = len(data)
        new.addfile(member, io.BytesIO(data))
`;

for (const [engine, path] of [
  ['gdb', '/x\nshell touch obeyed\n#z/libx.so'],
  ['lldb', '/x"\nscript open("obeyed", "w")\n"/libx.so'],
  ['lldb', '/x\nscript open("obeyed", "w")\n/libx.so'],
  ['lldb', '/`script open("obeyed", "w")`/libx.so'],
] as const) {
  real(`${engine} obeys nothing that an archive names: ${JSON.stringify(path)}`, async (t, planted) => {
    const {core} = await coreOf(planted);
    const archive = join(temporaryFolder(), 'crash.tar.gz');
    const packing = await pyxdbgIn(planted, ['core', 'pack', core, '-o', archive]);
    t.is(packing.exitCode, 0, String(packing.stderr));
    const hostile = join(temporaryFolder(), 'hostile.tar.gz');
    await execa(planted.python, ['-c', ADD_MODULE, archive, hostile, path]);
    const {exitCode, stdout, stderr} = await pyxdbgIn(planted, ['core', hostile, '--engine', engine]);
    t.false(existsSync(join(planted.folder, 'obeyed')));
    // The rest of it is as good as any other.
    if (exitCode === 0) t.regex(String(stdout), /Segmentation fault/);
    else t.regex(String(stderr), /^pyxdbg: [^\n]*cannot [^\n]*\n?$/);
  });
}
