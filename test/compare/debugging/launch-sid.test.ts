/**
 * The same configurations by newer debuggers: lldb-dap 21 and gdb's own DAP (from gdb 14 on), both of a Debian sid in
 * `.cache/sid`. It is not made for CI; without it, or without root, these tests are skipped.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, realpathSync, rmdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {gdbInit, lldbInit} from '../../../src/debugging/launch/debugger-init.ts';
import {type LaunchEntry, type LaunchFacts, OWN_FILES} from '../../../src/debugging/launch/model.ts';
import {vscodeFiles} from '../../../src/debugging/launch/vscode.ts';
import {walkerFiles} from '../../../src/system/debugging/launch/own-files.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {NO_SYMBOLS} from '../../debugging/launch/facts.ts';
import {root} from '../../e2e/program.ts';
import {startSession} from './dap-session.ts';
import {entryNamed, STOPS, writeProject} from './launch-project.ts';
import {finish, start, stopped} from './launch-run.ts';

const place = join(root, '.cache', 'sid');
const isReady = existsSync(join(place, 'usr/bin/lldb-dap')) && process.getuid?.() === 0;
const sid = isReady ? realpathSync(place) : '';
const real = isReady ? test.serial : test.serial.skip;
const title = (text: string): string => (isReady ? text : `${text} (skipped: no .cache/sid, or not root)`);

const folder = join(realpathSync(temporaryFolder()), 'my project');
const python = '/usr/bin/python3.13';

/** Words that run a program in the chroot, where the project's folder is mounted as it is here. */
function inSid(...words: readonly string[]): readonly [string, readonly string[]] {
  const script =
    'mount --bind "$1" "$0$1" && mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && sid=$0 && cd=$1 && shift && exec chroot "$sid" sh -c \'cd "$0" && exec "$@"\' "$cd" "$@"';
  return ['unshare', ['-m', 'sh', '-c', script, sid, folder, ...words]];
}

/** What is ours in the chroot: the place that the project is mounted at. */
const mountPoint = sid + folder;

if (isReady) {
  writeProject(folder);
  mkdirSync(mountPoint, {recursive: true});
  const [program, words] = inSid(
    'sh',
    '-c',
    'gcc -shared -fPIC -g -O0 $(python3.13-config --includes) spam.c -o spam.so',
  );
  execFileSync(program, words);
  const facts: LaunchFacts = {
    system: 'linux',
    workspace: folder,
    name: 'spam',
    interpreter: {executable: python, program: python, venvLauncher: null, version: [3, 13]},
    target: {kind: 'script', path: 'app.py', args: []},
    symbols: NO_SYMBOLS,
  };
  const [launch] = vscodeFiles(facts, false);
  for (const {path, text} of [
    {path: OWN_FILES.gdb, text: gdbInit(facts)},
    {path: OWN_FILES.lldb, text: lldbInit(facts)},
    {path: '.vscode/launch.json', text: JSON.stringify({configurations: launch?.lists[0]?.entries})},
    ...walkerFiles(),
  ]) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
  test.after.always(() => {
    rmdirSync(mountPoint);
    rmdirSync(dirname(mountPoint));
  });
}

/** Stops in C, reads a local, goes on to the end. */
async function drive(words: readonly string[], entry: LaunchEntry) {
  const [program, args] = inSid(...words);
  const session = startSession(program, args, folder);
  try {
    await start(session, entry, [{file: join(folder, 'spam.c'), line: STOPS.c}]);
    const stop = await stopped(session);
    return {stop, exitCode: await finish(session, stop), output: session.output()};
  } finally {
    await session.end();
  }
}

real(
  title('lldb-dap of LLVM 21 launches by its entry, stops in C, reads locals, and the program ends'),
  async t => {
    const entry = entryNamed(folder, 'pyxdbg: native (lldb-dap)');
    const {stop, exitCode, output} = await drive(['lldb-dap'], entry);
    t.like(stop.frame, {name: 'callback', line: STOPS.c});
    t.is(stop.locals['depth_marker'], '7');
    t.is(exitCode, 0);
    t.regex(output, /result 8/);
  },
);

real(title("gdb's own DAP does with our gdbinit and the same values"), async t => {
  const {name, type, request, program, args, cwd} = entryNamed(folder, 'pyxdbg: native (cppdbg)');
  const entry = {name, type, request, program, args, cwd};
  const {stop, exitCode} = await drive(['gdb', '-nx', '-x', OWN_FILES.gdb, '-i', 'dap'], entry);
  t.like(stop.frame, {name: 'callback', line: STOPS.c});
  t.is(stop.locals['depth_marker'], '7');
  t.is(exitCode, 0);
});
