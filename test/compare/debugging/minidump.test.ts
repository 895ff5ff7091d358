/** `pyxdbg core FILE` of minidumps of real Windows Pythons: what the process saw itself, and what its sources say. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';
import {
  buildAnew,
  crashedVersions,
  crashOnWindows,
  lineOf,
  missingForDumps,
  symbolizer,
  type WindowsCrash,
} from './minidump/windows-crash.ts';
import {ownFrames, readReport} from './planted.ts';

if (missingForDumps !== null) {
  test.skip(`minidumps of Windows Pythons (skipped: no ${missingForDumps})`, () => {});
}

const elsewhere = temporaryFolder();
const core = (words: readonly string[]) =>
  execa(process.execPath, [program, 'core', ...words], {
    cwd: elsewhere,
    env: environment({}),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: 120_000,
  });

const c = [`sum:${lineOf('weights.c', 'crash')}`, `weigh:${lineOf('weights.c', 'call')}`];
const python = [
  `outer:${lineOf('app.py', 'crash in C')}`,
  `outer:${lineOf('app.py', 'recursion')}`,
  `main:${lineOf('app.py', 'start')}`,
  `<module>:${lineOf('app.py', 'main')}`,
];

for (const version of missingForDumps === null ? crashedVersions : []) {
  let crash: WindowsCrash;

  test.serial.before(async t => {
    t.timeout(200_000);
    crash = await crashOnWindows(version);
  });

  test.serial(
    `${version}: C and Python frames of a full dump, and what the process saw of its end`,
    async t => {
      t.timeout(120_000);
      const {seen} = crash;
      const {exitCode, stdout, stderr} = await core([crash.full, '--symbols', crash.python, '--json']);
      t.is(exitCode, 0, stderr);
      t.is(stderr, '');
      const {traceback, verdict} = readReport(stdout);
      t.is(verdict.kind, 'crash');
      t.is(verdict.headline, 'Access violation: read of address 0x0');
      t.is(traceback.process.id, seen.process);
      t.like(traceback.signal, {number: seen.code, address: `0x${seen.parameters[1]?.toString(16)}`});
      t.is(traceback.python?.version.split('.').slice(0, 2).join('.'), version);
      const stopped = traceback.threads.find(({isStopped}) => isStopped);
      t.is(stopped?.id, seen.thread);
      // Before 3.10 nothing tells that the calls of the handler that wrote the dump are newer than the exception.
      const hasPlaces = !['3.8', '3.9'].includes(version);
      const frames = ownFrames(stopped?.frames ?? []).filter(
        frame => hasPlaces || !frame.startsWith('handler:'),
      );
      t.deepEqual(frames, [...c, ...python]);
      t.is(stopped?.isMergedExactly, hasPlaces);

      const [newest] = stopped?.frames ?? [];
      t.is(newest?.kind === 'c' ? BigInt(newest.address) : null, seen.address);
      t.is(newest?.kind === 'c' ? newest.module : null, crash.module);
      t.is(newest?.kind === 'c' ? newest.arguments.find(({name}) => name === 'weights')?.value : null, '0x0');
      const innermost = stopped?.frames.find(frame => frame.kind === 'python' && frame.function === 'outer');
      t.is(
        innermost?.kind === 'python' ? innermost.locals.find(({name}) => name === 'label')?.value : null,
        "'deep'",
      );
      const main = stopped?.frames.findLast(frame => frame.kind === 'python' && frame.function === 'main');
      t.is(
        main?.kind === 'python' ? main.locals.find(({name}) => name === 'sizes')?.value : null,
        "{'a': [1, 2], 'b': None}",
      );
      // The offset is one that other tools take.
      const offset = newest?.kind === 'c' ? newest.offset : null;
      const words = [`--obj=${crash.module}`, '--relative-address', offset ?? ''];
      const told = execFileSync(symbolizer ?? '', words, {encoding: 'utf8'});
      t.regex(told, new RegExp(`^sum\n.*weights\\.c:${lineOf('weights.c', 'crash')}:`));
    },
  );

  test.serial(
    `${version}: a small dump has the C frames, and the report says what would have more`,
    async t => {
      t.timeout(120_000);
      const {exitCode, stdout, stderr} = await core([
        crash.small,
        '--executable',
        join(crash.python, 'python.exe'),
      ]);
      t.is(exitCode, 0, stderr);
      t.regex(stdout, /^Access violation: read of address 0x0\n {2}in sum, weights\.c:\d+, main thread$/m);
      t.regex(stderr, /not all memory/);
      t.notRegex(stdout, /outer/);
      t.notRegex(stdout, /not certain/);
    },
  );

  test.serial(`${version}: a module of another build is not used, and said to be there`, async t => {
    t.timeout(120_000);
    buildAnew(crash, version);
    const {stdout, stderr} = await core([crash.full, '--symbols', crash.python]);
    t.regex(stderr, /^pyxdbg: weights\.pyd is here, but of another build than the dump's: it is not used$/m);
    t.notRegex(stdout, /weights\.c/);
    t.regex(stdout, /weights\.pyd\+0x[0-9a-f]+/);
  });

  test.serial(`${version}: a dump that is cut off is one sentence and status 2`, async t => {
    t.timeout(60_000);
    mkdirSync(join(elsewhere, version));
    const cut = join(elsewhere, version, 'cut.dmp');
    writeFileSync(cut, readFileSync(crash.small));
    truncateSync(cut, 3000);
    const {exitCode, stdout, stderr} = await core([cut]);
    t.is(exitCode, 2);
    t.is(stdout, '');
    t.regex(stderr, /^pyxdbg: .*cut\.dmp: cannot be read as a minidump: [^\n]+\n?$/);
  });
}
