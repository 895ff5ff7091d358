import {spawn} from 'node:child_process';
import {realpathSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {startSession} from './dap-session.ts';
import {entryNamed, LLDB_DAP, pythonWithDebugpy, pyxdbg, STOPS, writeProject} from './launch-project.ts';
import {finish, start, stopped} from './launch-run.ts';

const python = toolNamed('gcc') === null ? null : pythonWithDebugpy();
const missing = [
  ...(LLDB_DAP === null ? ['lldb-vscode-16'] : []),
  ...(python === null ? ['gcc, or pip to fetch debugpy'] : []),
];
const adapter = LLDB_DAP ?? '';

/** A project whose name has characters that shells and debuggers give a meaning, built and with configurations. */
const folder = join(realpathSync(temporaryFolder()), "my project's #1 é");
if (missing.length === 0 && python !== null) {
  writeProject(folder);
  pyxdbg(folder, 'build', '--debug', '--inplace', '--python', python);
  pyxdbg(folder, 'launch-config', '--python', python, '--target', 'app.py');
}
const real = missing.length === 0 ? test.serial : test.serial.skip;
const title = (text: string): string =>
  missing.length === 0 ? text : `${text} (skipped: no ${missing.join(', ')})`;

const inC = {file: join(folder, 'spam.c'), line: STOPS.c};
const inPython = {file: join(folder, 'app.py'), line: STOPS.python};

real(title('lldb-dap launches by its entry, stops in C, reads locals, and the program ends'), async t => {
  const session = startSession(adapter, [], folder);
  t.teardown(session.end);
  await start(session, entryNamed(folder, 'pyxdbg: native (lldb-dap)'), [inC]);
  const stop = await stopped(session);
  t.like(stop.frame, {name: 'callback', line: STOPS.c, file: inC.file});
  t.is(stop.locals['depth_marker'], '7');
  t.is(await finish(session, stop), 0);
  t.regex(session.output(), /result 8/);
});

real(title('debugpy launches by its entry, stops in Python, reads locals, and the program ends'), async t => {
  const session = startSession(python ?? '', ['-m', 'debugpy.adapter'], folder);
  t.teardown(session.end);
  await start(session, entryNamed(folder, 'pyxdbg: Python'), [inPython]);
  const stop = await stopped(session);
  t.like(stop.frame, {name: 'add', line: STOPS.python, file: inPython.file});
  t.is(stop.locals['depth'], '7');
  t.is(await finish(session, stop), 0);
  t.regex(session.output(), /result 8/);
});

real(title('the compound has both debuggers on one process: C, then Python, then its end'), async t => {
  const forPython = startSession(python ?? '', ['-m', 'debugpy.adapter'], folder);
  t.teardown(forPython.end);
  const forC = startSession(adapter, [], folder);
  t.teardown(forC.end);
  // VS Code starts both at once.
  const pythonStarted = start(forPython, entryNamed(folder, 'pyxdbg: Python half'), [inPython]);
  await start(forC, entryNamed(folder, 'pyxdbg: native half (lldb-dap)'), [inC]);
  await pythonStarted;
  const ids = [await forC.event('process'), await forPython.event('process')];
  t.is(ids[0]?.['systemProcessId'], ids[1]?.['systemProcessId']);
  t.is(typeof ids[0]?.['systemProcessId'], 'number');
  const c = await stopped(forC);
  t.like(c.frame, {name: 'callback', line: STOPS.c});
  await forC.request('continue', {threadId: c.threadId});
  const inAdd = await stopped(forPython);
  t.like(inAdd.frame, {name: 'add', line: STOPS.python, file: inPython.file});
  t.is(inAdd.locals['depth'], '7');
  await forPython.request('continue', {threadId: inAdd.threadId});
  t.is((await forC.event('exited'))['exitCode'], 0);
});

real(title('lldb-dap attaches by its entry to the process that is named, and lets it go on'), async t => {
  const child = spawn(python ?? '', ['app.py', 'wait'], {cwd: folder, stdio: ['pipe', 'pipe', 'inherit']});
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  while (!output.includes('ready')) await new Promise(resolve => setTimeout(resolve, 20));
  const session = startSession(adapter, [], folder);
  t.teardown(session.end);
  const entry = entryNamed(folder, 'pyxdbg: native attach (lldb-dap)');
  // lldb-vscode 16 takes a number only.
  await start(session, {...entry, pid: child.pid}, [inC]);
  child.stdin.end('\n');
  const stop = await stopped(session);
  t.like(stop.frame, {name: 'callback', line: STOPS.c, file: inC.file});
  await session.request('continue', {threadId: stop.threadId});
  await session.event('exited');
  t.regex(output, /result 8/);
});
