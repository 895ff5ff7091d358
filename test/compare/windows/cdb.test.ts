/**
 * `attach`, `debug` and `dump` on Windows call cdb. There is none for Wine: a program in its place prints its words, so
 * that these are what reaches it; what cdb makes of them is not shown here.
 */
import {execFileSync} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {pyxdbgOnWindows, startMachine, type WindowsMachine, windowsCache} from './machine.ts';
import {winePath} from './msvc/paths.ts';
import {runPyxdbg} from './windows-node.ts';

const {missing, version} = pyxdbgOnWindows;
if (missing !== null) test.skip(`pyxdbg calls cdb on Windows (needs ${missing})`, () => {});

const PRINTS = `#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("[%s]\\n", argv[i]);
  printf("PYTHONPATH=%s\\n", getenv("PYTHONPATH"));
  return argc > 5 ? 0 : 3;
}
`;

if (missing === null) {
  let machine: WindowsMachine;
  let tools = '';

  const pyxdbg = (words: readonly string[], path: readonly string[]) =>
    runPyxdbg(windowsCache, words, {
      folder: machine.folder,
      cwd: machine.folder,
      env: {...machine.environment, WINEPATH: path.map(winePath).join(';'), PYTHONPATH: 'Z:\\kept'},
    });

  test.serial.before(async t => {
    t.timeout(120_000);
    machine = await startMachine(version);
    tools = join(machine.folder, 'tools');
    await mkdir(tools);
    await writeFile(join(tools, 'cdb.c'), PRINTS);
    execFileSync('x86_64-w64-mingw32-gcc', ['-o', join(tools, 'cdb.exe'), join(tools, 'cdb.c')]);
  });
  test.after.always(() => machine.close());

  test.serial('without cdb the kit that has it is named', async t => {
    t.timeout(60_000);
    const {exitCode, stderr} = await pyxdbg(['attach', '42'], []);
    t.is(exitCode, 2);
    t.regex(stderr, /no cdb\.exe.*Debugging Tools for Windows/);
  });

  test.serial('dump and attach hand over the process', async t => {
    t.timeout(90_000);
    const dumped = await pyxdbg(['dump', '--pid', '42'], [tools]);
    t.is(dumped.exitCode, 0, dumped.all);
    for (const word of ['-pv', '42', '~*kP 200; q']) t.true(dumped.stdout.includes(`[${word}]`), dumped.all);
    const attached = await pyxdbg(['attach', '42'], [tools]);
    t.is(attached.exitCode, 3, attached.all);
    t.true(attached.stdout.includes('[-pd]'), attached.all);
  });

  test.serial(
    "debug hands over the program with its words and its environment, the status is cdb's",
    async t => {
      t.timeout(60_000);
      const words = ['debug', '--break', 'x.c:12', '--', 'python.exe', 'a b.py'];
      const {exitCode, stdout, all} = await pyxdbg(words, [tools, machine.python]);
      t.is(exitCode, 0, all);
      for (const word of ['bu `x.c:12`; g', 'a b.py']) t.true(stdout.includes(`[${word}]`), all);
      t.true(stdout.includes('PYTHONPATH=Z:\\kept'), all);
    },
  );
}
