/** `pyxdbg core setup` on Windows: Node for Windows under Wine, whose `reg` imports the file and tells what came of it. */
import test from 'ava';
import {execa} from 'execa';
import {pyxdbgOnWindows, startMachine, type WindowsMachine, windowsCache} from './machine.ts';
import {runPyxdbg} from './windows-node.ts';
import {wine} from './wine.ts';

const {missing, version} = pyxdbgOnWindows;
if (missing !== null) test.skip(`pyxdbg core setup sets up LocalDumps (needs ${missing})`, () => {});

const key =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\python.exe';

if (missing === null) {
  let machine: WindowsMachine;

  const setup = (...words: readonly string[]) =>
    runPyxdbg(windowsCache, ['core', 'setup', ...words], {
      folder: machine.folder,
      cwd: machine.folder,
      env: machine.environment,
    });
  const reg = (...words: readonly string[]) =>
    execa(wine, ['reg', ...words], {env: machine.environment, stdin: 'ignore', reject: false, all: true});

  test.serial.before(async t => {
    t.timeout(120_000);
    machine = await startMachine(version);
  });
  test.after.always(() => machine.close());

  test.serial('--dry-run shows the file and changes nothing', async t => {
    t.timeout(60_000);
    const {exitCode, stdout, all} = await setup('--dry-run');
    t.is(exitCode, 0, all);
    t.true(stdout.includes(`[${key}]\n"DumpType"=dword:00000002\n`), all);
    t.not((await reg('query', key)).exitCode, 0);
  });

  test.serial(
    'the values are there afterwards, twice changes nothing, and --undo takes them back',
    async t => {
      t.timeout(120_000);
      const first = await setup();
      t.is(first.exitCode, 0, first.all);
      const told = await reg('query', key);
      t.regex(told.all ?? '', /DumpType\s+REG_DWORD\s+0x2\b/);
      t.regex(told.all ?? '', /DumpCount\s+REG_DWORD\s+0xa\b/);
      const again = await setup();
      t.deepEqual([again.exitCode, again.stdout.startsWith('All is set up.')], [0, true], again.all);
      const undone = await setup('--undo');
      t.is(undone.exitCode, 0, undone.all);
      t.not((await reg('query', key)).exitCode, 0);
      t.is((await setup('--undo')).stdout, 'There is nothing to take back.\n');
    },
  );

  test.serial("values of the user's stay", async t => {
    t.timeout(60_000);
    await reg('add', key, '/v', 'DumpType', '/t', 'REG_DWORD', '/d', '1', '/f');
    for (const words of [[], ['--undo']]) {
      const {exitCode, stderr} = await setup(...words);
      t.is(exitCode, 2);
      t.true(stderr.includes(key), stderr);
    }
    t.regex((await reg('query', key)).all ?? '', /DumpType\s+REG_DWORD\s+0x1\b/);
  });

  test.serial(
    "a debugger that Windows has already is left alone: Wine's own; else ours comes and goes",
    async t => {
      t.timeout(120_000);
      const aeDebug = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\AeDebug';
      const windbg = ['--just-in-time', 'C:\\d e\\windbg.exe'] as const;
      const refused = await setup(...windbg);
      t.is(refused.exitCode, 2);
      t.regex(refused.stderr, /AeDebug: has values already/);

      for (const name of ['Debugger', 'Auto']) await reg('delete', aeDebug, '/v', name, '/f');
      await reg('add', aeDebug, '/v', 'UserDebuggerHotKey', '/t', 'REG_DWORD', '/d', '0', '/f');
      const done = await setup(...windbg);
      t.is(done.exitCode, 0, done.all);
      const told = (await reg('query', aeDebug)).all ?? '';
      t.true(told.includes('"C:\\d e\\windbg.exe" -p %ld -e %ld -g'), told);
      t.is((await setup(...windbg, '--undo')).exitCode, 0);
      const left = (await reg('query', aeDebug)).all ?? '';
      t.false(left.includes('windbg'), left);
      t.true(left.includes('UserDebuggerHotKey'), left);
    },
  );
}
