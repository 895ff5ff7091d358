/** `pyxdbg run` on Windows, where Python's faulthandler alone tells of a crash: Node for Windows under Wine. */
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {pyxdbgOnWindows, startMachine, type WindowsMachine, windowsCache} from './machine.ts';
import {winePath} from './msvc/paths.ts';
import {windowsNode} from './windows-node.ts';
import {wine} from './wine.ts';

const {missing, version} = pyxdbgOnWindows;
if (missing !== null) test.skip(`pyxdbg runs programs on Windows (needs ${missing})`, () => {});

const start = fileURLToPath(new URL('../../../bin/run.cjs', import.meta.url));

if (missing === null) {
  let machine: WindowsMachine;

  /**
   * `pyxdbg run WORDS` as a batch file has it: what Wine makes of this machine's own pipes and files, a program that Node
   * starts cannot inherit.
   */
  const run = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const line = [winePath(windowsNode(windowsCache)), winePath(start), 'run', ...words];
    const quoted = line.map(word => `"${word}"`).join(' ');
    await writeFile(join(machine.folder, 'run.cmd'), `@${quoted} < NUL > out.txt 2> err.txt\r\n`);
    const {exitCode} = await execa(wine, ['cmd', '/c', 'run.cmd'], {
      cwd: machine.folder,
      env: {...machine.environment, WINEPATH: winePath(machine.python), ...env},
      reject: false,
      stdin: 'ignore',
      timeout: 100_000,
    });
    const [stdout = '', stderr = ''] = await Promise.all(
      ['out.txt', 'err.txt'].map(async name =>
        (await readFile(join(machine.folder, name), 'utf8')).replaceAll('\r\n', '\n'),
      ),
    );
    return {exitCode, stdout, stderr, all: stdout + stderr};
  };

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
