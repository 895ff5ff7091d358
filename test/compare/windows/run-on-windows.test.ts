/** `pyxdbg run` on Windows, where Python's faulthandler alone tells of a crash: Node for Windows under Wine. */
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {missingForWindows, startMachine, type WindowsMachine, windowsCache} from './machine.ts';
import {winePath} from './msvc/paths.ts';
import {hasWindowsNode, runPyxdbg} from './windows-node.ts';

const missing =
  missingForWindows ?? (hasWindowsNode(windowsCache) ? null : 'scripts/windows-pythons.ts to be run again');
if (missing !== null) test.skip(`pyxdbg runs programs on Windows (needs ${missing})`, () => {});

const version = '3.12';

if (missing === null) {
  let machine: WindowsMachine;

  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runPyxdbg(windowsCache, ['run', ...words], {
      folder: machine.folder,
      cwd: machine.folder,
      env: {...machine.environment, WINEPATH: winePath(machine.python), ...env},
    });

  test.serial.before(async t => {
    t.timeout(120_000);
    machine = await startMachine(version);
    await writeFile(
      join(machine.folder, 'sitecustomize.py'),
      'import builtins\nbuiltins.theirs = "theirs"\n',
    );
    await writeFile(
      join(machine.folder, 'app.py'),
      'import faulthandler, sys\nprint(theirs, sys.argv[1:], flush=True)\ndef read():\n    faulthandler._read_null()\nread()\n',
    );
    await writeFile(
      join(machine.folder, 'hang.py'),
      'import time\ndef hang():\n    time.sleep(60)\nhang()\n',
    );
  });

  test.after.always(() => machine.close());

  test.serial('a crash shows the lines of Python, and the status is the exception', async t => {
    t.timeout(120_000);
    const {exitCode, stdout, stderr, all} = await run(['app.py', 'a b'], {
      PYTHONPATH: winePath(machine.folder),
    });
    t.is(stdout.trim(), "theirs ['a b']", all);
    t.regex(stderr, /^Windows fatal exception: access violation$/m);
    t.regex(stderr, /app\.py", line 4 in read$/m);
    t.regex(stderr, /^pyxdbg: the program ended by exception 0xc0000005; /m);
    // A status on this system has 8 bits.
    t.is((exitCode ?? 0) & 0xff, 0x05);
  });

  test.serial('a program that ends by itself has its status, and nothing is said', async t => {
    t.timeout(120_000);
    const {exitCode, stdout, stderr} = await run(['-c', 'print(1); raise SystemExit(7)']);
    t.deepEqual([exitCode, stdout.trim(), stderr], [7, '1', '']);
  });

  test.serial('after --timeout the lines of all threads are shown', async t => {
    t.timeout(120_000);
    const {exitCode, stderr} = await run(['--timeout', '4', 'hang.py']);
    t.is(exitCode, 124, stderr);
    t.regex(stderr, /^pyxdbg: still running after 4 s$/m);
    t.regex(stderr, /hang\.py", line 3 in hang$/m);
  });
}
