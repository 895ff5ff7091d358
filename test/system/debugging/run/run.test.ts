import {chmodSync, existsSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {UserError} from '../../../../src/errors.ts';
import {crashHandler} from '../../../../src/system/debugging/run/crash-handler.ts';
import {listenForCrashes} from '../../../../src/system/debugging/run/crash-listener.ts';
import {coreLimit, withCores} from '../../../../src/system/debugging/run/kernel-core.ts';
import {isPython, processTree} from '../../../../src/system/debugging/run/python-processes.ts';
import {makeRunFolder} from '../../../../src/system/debugging/run/run-folder.ts';
import {signalNames} from '../../../../src/system/debugging/run/signal-names.ts';
import {startProgram} from '../../../../src/system/debugging/run/start-program.ts';
import {temporaryFolder, toolNamed} from '../../../builders/tools.ts';

const noCompiler = toolNamed('cc', 'gcc') === null ? ' (skipped: no C compiler)' : '';

(noCompiler === '' ? test : test.skip)(
  `the handler is compiled once, and not taken from where others may write${noCompiler}`,
  async t => {
    const env = {...process.env, XDG_CACHE_HOME: temporaryFolder()};
    const first = await crashHandler(env);
    if (!('file' in first)) return t.fail(first.missing);
    const {mtimeMs} = statSync(first.file);
    t.deepEqual(await crashHandler(env), first);
    t.is(statSync(first.file).mtimeMs, mtimeMs);
    chmodSync(first.file, 0o777);
    utimesSync(first.file, 1, 1);
    await crashHandler(env);
    t.not(statSync(first.file).mtimeMs, 1000);
    t.is(statSync(first.file).mode & 0o022, 0);
  },
);

(noCompiler === '' ? test : test.skip)(
  `the handler is kept where the umask lets groups write, too${noCompiler}`,
  async t => {
    // Linkers give a library all modes that the umask leaves; mode and owner decide whether it is believed.
    const compiler = join(temporaryFolder(), 'cc');
    writeFileSync(compiler, `#!/bin/sh\numask 002\nexec ${toolNamed('cc', 'gcc')} "$@"\n`, {mode: 0o755});
    const made = await crashHandler({...process.env, CC: compiler, XDG_CACHE_HOME: temporaryFolder()});
    if (!('file' in made)) return t.fail(made.missing);
    t.is(statSync(made.file).mode & 0o022, 0);
  },
);

test('without a compiler it is said', async t => {
  const found = await crashHandler({PATH: temporaryFolder(), XDG_CACHE_HOME: temporaryFolder()});
  t.deepEqual(found, {missing: 'there is no C compiler on PATH (cc, gcc, clang)'});
});

test('a crash is given on, one after the other, and its connection closed when it is done with', async t => {
  const path = join(temporaryFolder(), 'crash');
  const seen: number[] = [];
  const listener = await listenForCrashes(path, async ({pid}) => {
    seen.push(pid);
    await new Promise(resolve => setTimeout(resolve, 50));
    seen.push(-pid);
  });
  t.teardown(() => listener.close());
  const talk = (line: string) =>
    new Promise<void>(resolve => {
      connect(path, function (this: void) {})
        .on('close', () => resolve())
        .end(line);
    });
  const crash = (pid: number) => talk(`{"pid":${pid},"tid":1,"signal":11,"code":1}\n`);
  await Promise.all([crash(1), crash(2), talk('nonsense\n'), talk('x'.repeat(5000))]);
  await listener.settled();
  t.is(seen.length, 4);
  t.is(seen[0], -(seen[1] ?? 0));
  t.is(seen[2], -(seen[3] ?? 0));
});

test('the folder of a run has what its processes need, and goes', t => {
  const folder = makeRunFolder(
    '/cache/handler.so',
    {isQuiet: false, coreLimit: '0', watchdogSeconds: 1.5},
    {PYTHONPATH: '/own'},
  );
  t.is(statSync(folder.path).mode & 0o077, 0);
  t.regex(folder.env['PYTHONPATH'] ?? '', /templates\/runtime\/run\/site:\/own$/);
  t.is(folder.env['PYXDBG_CRASH_HANDLER'], '/cache/handler.so');
  t.is(folder.env['PYXDBG_CORE_LIMIT'], '0');
  t.is(folder.env['PYXDBG_WATCHDOG'], '1.5');
  t.is(folder.faulthandlerLog(7), null);
  writeFileSync(join(folder.path, 'faulthandler-7.log'), 'Fatal Python error');
  writeFileSync(join(folder.path, 'faulthandler-8.log'), '');
  t.is(folder.faulthandlerLog(7), 'Fatal Python error');
  t.is(folder.faulthandlerLog(8), '');
  t.deepEqual(folder.faulthandlerLogs(), ['Fatal Python error']);
  folder.remove();
  t.false(existsSync(folder.path));
  const quiet = makeRunFolder(null, {isQuiet: true, coreLimit: null, watchdogSeconds: null});
  t.deepEqual(quiet.env, {PYTHONFAULTHANDLER: '1'});
  quiet.remove();
});

test('cores are allowed to the command and to nobody else', async t => {
  const [program, ...words] = withCores(['sh', '-c', 'ulimit -S -c; exit 3']);
  const {stdout, exitCode} = await execa(program, words, {reject: false});
  const {stdout: hard} = await execa('sh', ['-c', 'ulimit -H -c']);
  t.deepEqual([stdout, exitCode], [hard, 3]);
});

test('the limit of cores is the one that the system tells', async t => {
  // proc(5): in bytes; the shell's ulimit has blocks.
  const {stdout} = await execa('python3', [
    '-c',
    'import resource; soft, _ = resource.getrlimit(resource.RLIMIT_CORE); print("unlimited" if soft == resource.RLIM_INFINITY else soft)',
  ]);
  t.is(coreLimit(), stdout);
});

test('of two names of a signal the usual one is told', t => {
  // signal(7): SIGIOT is a synonym of SIGABRT.
  t.is(signalNames().get(6), 'SIGABRT');
  t.is(signalNames().get(11), 'SIGSEGV');
});

const noProc = existsSync('/proc/self/stat') ? '' : ' (skipped: no /proc)';
(noProc === '' ? test : test.skip)(`processes that a process started are found${noProc}`, async t => {
  const child = execa('sh', ['-c', 'sleep 30 & wait'], {reject: false});
  t.teardown(() => child.kill('SIGKILL'));
  await new Promise(resolve => setTimeout(resolve, 300));
  const tree = processTree(child.pid ?? 0);
  t.is(tree.length, 2);
  for (const pid of tree) t.false(isPython(pid));
  process.kill(tree[1] ?? 0);
  t.true(processTree(process.pid).includes(child.pid ?? 0));
});

test('a program ends with its status, or 128 and its signal', async t => {
  const status = async (script: string) => (await (await startProgram(['sh', '-c', script], {})).end).status;
  t.is(await status('exit 7'), 7);
  t.is(await status('kill -SEGV $$'), 139);
  t.is(await status('kill -TERM $$'), 143);
});

test('a program that is not there, or cannot be run, has the statuses of a shell', async t => {
  const file = join(temporaryFolder(), 'data');
  writeFileSync(file, '', {mode: 0o644});
  const missing = await t.throwsAsync(startProgram(['no-such-program'], {}), {instanceOf: UserError});
  t.is(missing?.exitCode, 127);
  const closed = await t.throwsAsync(startProgram([file], {}), {instanceOf: UserError});
  t.is(closed?.exitCode, 126);
});
