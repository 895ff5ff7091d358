import {execFileSync, spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, renameSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {startSession} from './dap-session.ts';
import {entryNamed, LLDB_DAP, pyxdbg, STOPS, writeProject} from './launch-project.ts';
import {readStop, start} from './launch-run.ts';
import {runByMi} from './mi-session.ts';

/** Debian's, whose debug information gdb and lldb find. */
const PYTHON = '/usr/bin/python3';
const gdb = toolNamed('gdb');
const missing = [
  ...(gdb === null ? ['gdb'] : []),
  ...(toolNamed('gcc') === null ? ['gcc'] : []),
  ...(existsSync(PYTHON) ? [] : [PYTHON]),
];
const real = (text: string, ...more: readonly string[]) => {
  const all = [...missing, ...more];
  return all.length === 0
    ? ([test.serial, text] as const)
    : ([test.serial.skip, `${text} (skipped: no ${all.join(', ')})`] as const);
};
const noDap = LLDB_DAP === null ? ['lldb-vscode-16'] : [];

/** Built in one folder and opened in another, as by pip and in containers. */
const base = realpathSync(temporaryFolder());
const [built, folder] = [join(base, 'build place'), join(base, 'work space')];
if (missing.length === 0) {
  writeProject(built);
  pyxdbg(built, 'build', '--debug', '--inplace', '--python', PYTHON);
  writeProject(folder);
  for (const name of readdirSync(built).filter(each => each.endsWith('.so'))) {
    copyFileSync(join(built, name), join(folder, name));
  }
  renameSync(built, join(base, 'gone'));
  mkdirSync(join(folder, '.vscode'));
  pyxdbg(folder, 'launch-config', '--python', PYTHON, '--target', 'app.py');
}
const inC = {file: join(folder, 'spam.c'), line: STOPS.c};

const [gdbTest, gdbTitle] = real(
  "cppdbg's setup commands make gdb stop in the workspace's source, and load the walker",
);
gdbTest(gdbTitle, async t => {
  const entry = entryNamed(folder, 'pyxdbg: native (cppdbg)');
  const result = await runByMi(gdb ?? '', entry, inC, 'help pyxdbg-report');
  t.deepEqual(result.refused, []);
  t.regex(result.stopped, /reason="breakpoint-hit"/);
  t.regex(result.stopped, /func="callback".*line="5"/);
  t.true(result.stopped.includes(`fullname="${inC.file}"`), result.stopped);
  t.regex(result.variables, /name="depth_marker",type="int",value="7"/);
  t.regex(result.console, /merged traceback/);
});

const [dapTest, dapTitle] = real(
  "lldb-dap stops in the workspace's source, though it was compiled elsewhere",
  ...noDap,
);
dapTest(dapTitle, async t => {
  const session = startSession(LLDB_DAP ?? '', [], folder);
  t.teardown(session.end);
  await start(session, entryNamed(folder, 'pyxdbg: native (lldb-dap)'), [inC]);
  const {threadId} = await session.event('stopped', ({reason}) => reason === 'breakpoint');
  t.like((await readStop(session, threadId)).frame, {name: 'callback', line: STOPS.c, file: inC.file});
  // Without its settings the breakpoint stays where no module has it.
  const bare = startSession(LLDB_DAP ?? '', [], folder);
  t.teardown(bare.end);
  await start(bare, {...entryNamed(folder, 'pyxdbg: native (lldb-dap)'), initCommands: []}, [inC]);
  t.is((await bare.event('exited'))['exitCode'], 0);
});

const [coreTest, coreTitle] = real(
  'core entries show where a program crashed: lldb-dap, and the commands of CodeLLDB',
  ...noDap,
);
coreTest(coreTitle, async t => {
  const core = join(base, 'core');
  execFileSync(
    gdb ?? '',
    [
      '-nx',
      '-q',
      '-batch',
      '-ex',
      'run',
      '-ex',
      `generate-core-file ${core}`,
      '--args',
      PYTHON,
      'app.py',
      'crash',
    ],
    {cwd: folder, stdio: 'ignore'},
  );
  const session = startSession(LLDB_DAP ?? '', [], folder);
  t.teardown(session.end);
  await start(session, entryNamed(folder, 'pyxdbg: native core (lldb-dap)', {'input:pyxdbg-core': core}), []);
  const {threadId} = await session.event('stopped');
  const stop = await readStop(session, threadId);
  t.like(stop.frame, {name: 'crash', line: STOPS.crash, file: join(folder, 'spam.c')});
  t.is(stop.locals['count'], '3');

  const {initCommands, targetCreateCommands} = entryNamed(folder, 'pyxdbg: native core (lldb)', {
    'input:pyxdbg-core': core,
  });
  const commands = [initCommands, targetCreateCommands].flat().concat('bt 1');
  const lldb = LLDB_DAP?.replace(/lldb-vscode(?=[^/]*$)|lldb-dap(?=[^/]*$)/, 'lldb') ?? '';
  // Its status is that of the last stop.
  const {stdout: text} = spawnSync(lldb, ['-x', '-b', ...commands.flatMap(each => ['-o', String(each)])], {
    cwd: folder,
    encoding: 'utf8',
  });
  t.regex(text, /crash.* at spam\.c:11/);
});
