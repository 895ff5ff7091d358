import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {UserError} from '../../../src/errors.ts';
import type {SymbolSubject} from '../../../src/symbols/subject.ts';
import {FoundSubjects} from '../../../src/system/symbol-targets/found-subjects.ts';
import {addProcess} from '../../../src/system/symbol-targets/process-subjects.ts';
import {subjectsOf, subjectsOfProcess} from '../../../src/system/symbol-targets.ts';
import {buildElf} from '../../builders/elf.ts';
import {elfTools, linkElf} from '../../builders/link-elf.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const python = toolNamed('python3');
const unstrip = toolNamed('eu-unstrip');
const gcore = toolNamed('gcore');
const zstd = toolNamed('zstd');
const isLinux = process.platform === 'linux';

/** A test that needs programs: skipped, with their names in its title, where one is missing. */
function withTools(
  tools: Readonly<Record<string, string | null>>,
): (title: string, body: (t: ExecutionContext) => Promise<void>) => void {
  const missing = Object.keys(tools).filter(name => tools[name] === null);
  if (!isLinux) missing.push('Linux');
  return (title, body) => {
    if (missing.length === 0) test(title, body);
    else test.skip(`${title} (needs ${missing.join(', ')})`, body);
  };
}

/** A python that has loaded some modules, and waits. */
async function waitingPython(
  t: ExecutionContext,
  code = 'import _ctypes, _ssl',
): Promise<ChildProcess & {pid: number}> {
  const child = spawn(python ?? '', ['-c', `${code}\nprint("ready", flush=True)\ninput()`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const {pid} = child;
  if (pid === undefined) throw new Error('python3 did not start');
  return Object.assign(child, {pid});
}

/** Build-ids by what elfutils says of a process or core; the vDSO, which is no file, left out. */
function judged(...options: readonly string[]): string[] {
  return (
    execFileSync(unstrip ?? '', ['-n', ...options], {encoding: 'utf8'})
      .split('\n')
      .filter(line => !/linux-vdso|linux-gate|\[vdso/.test(line))
      // Mapped data files are named too, without a build-id.
      .flatMap(line => /^\S+ ([0-9a-f]+)@/.exec(line)?.[1] ?? [])
      .sort()
  );
}

const buildIds = (subjects: readonly SymbolSubject[]) =>
  subjects.map(({identity}) => (identity?.kind === 'build-id' ? identity.id : 'none')).sort();

withTools({python3: python, 'eu-unstrip': unstrip})(
  'the binaries of a process are those that elfutils names',
  async t => {
    const {pid} = await waitingPython(t);
    const {subjects, notes} = await subjectsOf(String(pid));
    t.deepEqual(notes, []);
    t.deepEqual(buildIds(subjects), judged('-p', String(pid)));
    t.true(subjects.every(({location, own}) => location !== null && own !== null));
  },
);

withTools({python3: python, 'eu-unstrip': unstrip, gcore})(
  'the binaries of a core are those that elfutils names, also compressed',
  async t => {
    const {pid} = await waitingPython(t);
    const core = dump(pid);
    const {subjects, notes} = await subjectsOf(core);
    t.deepEqual(notes, []);
    const expected = judged(`--core=${core}`);
    t.true(expected.length > 5);
    t.deepEqual(buildIds(subjects), expected);
    t.true(
      subjects.every(({location, own}) => location !== null && own !== null),
      'they are still on this machine',
    );

    writeFileSync(`${core}.gz`, gzipSync(readFileSync(core), {level: 1}));
    t.deepEqual(buildIds((await subjectsOf(`${core}.gz`)).subjects), expected);
  },
);

withTools({python3: python, gcore, zstd})(
  'a core that is compressed with zstd is read, or the command that unpacks it is said',
  async t => {
    const {pid} = await waitingPython(t);
    const core = dump(pid);
    const plain = buildIds((await subjectsOf(core)).subjects);
    execFileSync(zstd ?? '', ['-q', core]);
    // Node.js 20 has no zstd.
    const read = subjectsOf(`${core}.zst`).then(
      ({subjects}) => buildIds(subjects),
      (error: unknown) => String(error),
    );
    const outcome = await read;
    if ('createZstdDecompress' in process.getBuiltinModule('node:zlib')) t.deepEqual(outcome, plain);
    else t.regex(String(outcome), /zstd -d /);
  },
);

/** Null where the kernel hands cores to a program (systemd-coredump, apport). */
const corePattern = isLinux ? readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim() : '|';
const ownCores = /^[|/]/.test(corePattern) ? null : corePattern;

withTools({python3: python, 'eu-unstrip': unstrip, 'cores in the current folder': ownCores})(
  'the core that the kernel writes of a crashed python is read',
  async t => {
    const folder = temporaryFolder();
    const crash = 'import _ssl, os, signal; os.kill(os.getpid(), signal.SIGSEGV)';
    const child = spawn('sh', ['-c', `ulimit -c unlimited && exec "${python}" -c "${crash}"`], {
      cwd: folder,
      stdio: 'ignore',
    });
    const [, signal] = await once(child, 'exit');
    t.is(signal, 'SIGSEGV');
    const [core = ''] = readdirSync(folder);
    const {subjects, notes} = await subjectsOf(join(folder, core));
    t.deepEqual(notes, []);
    const expected = judged(`--core=${join(folder, core)}`);
    t.true(expected.length > 5);
    t.deepEqual(buildIds(subjects), expected);
  },
);

function dump(pid: number): string {
  const folder = temporaryFolder();
  execFileSync(gcore ?? '', ['-o', join(folder, 'core'), String(pid)], {stdio: 'ignore'});
  return join(folder, `core.${pid}`);
}

/** Loads a library whose path is given, and lets the test change the file afterwards. */
async function pythonWith(t: ExecutionContext, library: string): Promise<number> {
  return (await waitingPython(t, `import ctypes\nctypes.CDLL(${JSON.stringify(library)})`)).pid;
}

/** Two builds of one library, the linker's own build-ids. */
function twoBuilds(): {library: string; old: string; other: string} {
  const folder = temporaryFolder();
  const [old, other] = [1, 2].map(
    value =>
      linkElf(`int spam(void) { return ${value}; }`, ['-shared', '-fPIC', '-g', '-Wl,--build-id']).path,
  );
  const library = join(folder, 'libspam.so');
  copyFileSync(old ?? '', library);
  return {library, old: old ?? '', other: other ?? ''};
}

const idOf = async (path: string): Promise<string> => buildIds((await subjectsOf(path)).subjects)[0] ?? '';

withTools({python3: python, gcc: elfTools.gcc, gcore})(
  'a library that was replaced since is known by the process, and by its core',
  async t => {
    const {library, old, other} = twoBuilds();
    const pid = await pythonWith(t, library);
    const core = dump(pid);
    copyFileSync(other, `${library}.new`);
    renameSync(`${library}.new`, library);
    const [oldId, otherId] = [await idOf(old), await idOf(other)];
    t.not(oldId, otherId);
    for (const target of [String(pid), core]) {
      const {subjects, notes} = await subjectsOf(target);
      const [spam, ...more] = subjects.filter(({name}) => name === 'libspam.so');
      t.deepEqual(more, []);
      t.like(spam, {path: library, location: null, identity: {kind: 'build-id', id: oldId}});
      t.regex(notes.join('\n'), /libspam\.so: was deleted or replaced /);
    }
    rmSync(library);
    const {subjects, notes} = await subjectsOf(core);
    t.like(
      subjects.find(({name}) => name === 'libspam.so'),
      {location: null, identity: {id: oldId}},
    );
    t.regex(notes.join('\n'), /1 of its \d+ binaries are not on this machine/);
  },
);

withTools({python3: python, gcc: elfTools.gcc, gcore})(
  'a library without a build-id is held against its core by its headers',
  async t => {
    const folder = temporaryFolder();
    const library = join(folder, 'libspam.so');
    const build = (source: string) => linkElf(source, ['-shared', '-fPIC', '-Wl,--build-id=none']).path;
    copyFileSync(build('int spam(void) { return 1; }'), library);
    const core = dump(await pythonWith(t, library));
    const locationOf = async () =>
      (await subjectsOf(core)).subjects.find(({name}) => name === 'libspam.so')?.location;
    t.is(await locationOf(), library);
    rmSync(library);
    copyFileSync(
      build('int more[9999]; int eggs(void) { return more[1]; } int spam(void) { return 1; }'),
      library,
    );
    t.is(await locationOf(), null);
  },
);

withTools({python3: python})(
  'a process that is not there, and one without files, are refused in a sentence',
  async t => {
    const gone = spawn('true');
    await once(gone, 'exit');
    const said = async (pid: number) =>
      (await t.throwsAsync(subjectsOfProcess(pid), {instanceOf: UserError})).message;
    t.regex(await said(gone.pid ?? 0), /is not running; ps -ef shows/);
    // Nobody asks after the child.
    const fork =
      'import os, time\npid = os.fork()\nif pid == 0: os._exit(0)\nprint(pid, flush=True)\ntime.sleep(60)';
    const parent = spawn(python ?? '', ['-c', fork], {stdio: ['ignore', 'pipe', 'inherit']});
    t.teardown(() => parent.kill('SIGKILL'));
    const [zombie] = await once(parent.stdout, 'data');
    await until(() => /^State:\s+Z/m.test(readFileSync(`/proc/${Number(zombie)}/status`, 'utf8')));
    t.regex(await said(Number(zombie)), /has no files mapped: it has ended/);
  },
);

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await setTimeout(50);
  if (!condition()) throw new Error('waited ten seconds for nothing');
}

withTools({python3: python, gcc: elfTools.gcc, 'unshare as root': isLinux && mayUnshare() ? 'yes' : null})(
  'a library that only the process sees, as in a container, is read through its root',
  async t => {
    const folder = temporaryFolder();
    const {old} = twoBuilds();
    const library = join(folder, 'libspam.so');
    const wait = `import ctypes\nctypes.CDLL('${library}')\nprint('ready', flush=True)\ninput()`;
    const script = 'mount -t tmpfs none "$1" && cp "$2" "$3" && exec "$4" -c "$5"';
    const child = spawn(
      'unshare',
      ['-m', 'sh', '-c', script, 'sh', folder, old, library, python ?? '', wait],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    t.teardown(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const {subjects} = await subjectsOf(String(child.pid));
    const spam = subjects.find(({name}) => name === 'libspam.so');
    t.like(spam, {
      path: library,
      location: `/proc/${child.pid}/root${library}`,
      identity: {kind: 'build-id', id: await idOf(old)},
    });
  },
);

function mayUnshare(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

test('other systems say what to do instead', async t => {
  for (const platform of ['darwin', 'win32'] as const) {
    const error = await t.throwsAsync(addProcess(1, new FoundSubjects(), platform), {instanceOf: UserError});
    t.regex(error.message, /on Linux only; write a dump/);
  }
});

test('a file whose name is a number is that file', async t => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'in'));
  const target = join(folder, 'in', '1234');
  writeFileSync(target, buildElf({notes: [{name: 'GNU', type: 3, content: [5]}]}).bytes);
  t.deepEqual(buildIds((await subjectsOf(target)).subjects), ['05']);
});

test('a compressed file that holds no core, or is broken, is refused in a sentence', async t => {
  const folder = temporaryFolder();
  const said = async (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return (await t.throwsAsync(subjectsOf(join(folder, name)), {instanceOf: UserError})).message;
  };
  t.regex(await said('a.gz', gzipSync('a'.repeat(1000))), /no core file.*name a core file/);
  t.regex(await said('b.gz', gzipSync(buildElf().bytes)), /it is an ELF file, but no core/);
  t.regex(
    await said('c.gz', Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff])),
    /gzip data is broken/,
  );
  t.regex(await said('d.lz4', Uint8Array.from([4, 0x22, 0x4d, 0x18, 0])), /lz4 -dk/);
  t.regex(await said('e.dmp', Buffer.from('MDMPxxxx')), /cannot be read as a minidump/);
});
