import {execFileSync} from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {pythonWithDebugpy, pyxdbg, pyxdbgStatus, writeProject} from './launch-project.ts';

const python = toolNamed('gcc') === null ? null : pythonWithDebugpy();
const missing = [
  ...(python === null ? ['gcc, or pip to fetch debugpy'] : []),
  ...['gdb', 'strip'].filter(tool => toolNamed(tool) === null),
];
const real = missing.length === 0 ? test.serial : test.serial.skip;
const title = (text: string): string =>
  missing.length === 0 ? text : `${text} (skipped: no ${missing.join(', ')})`;

/** Each finding as `where: problem`. */
function check(folder: string): {status: number; findings: readonly string[]} {
  const {status, stdout} = pyxdbgStatus(folder, 'launch-config', '--check', '--json');
  const {findings}: {findings: {where: string; entry: string | null; problem: string}[]} = JSON.parse(stdout);
  return {
    status,
    findings: findings.map(({where, entry, problem}) => [where, entry, problem].filter(Boolean).join(': ')),
  };
}

/** A project that is built, with its configurations. */
function project(): {folder: string; module: string} {
  const folder = join(realpathSync(temporaryFolder()), 'project');
  writeProject(folder);
  pyxdbg(folder, 'build', '--debug', '--inplace', '--python', python ?? '');
  pyxdbg(folder, 'launch-config', '--python', python ?? '', '--target', 'app.py');
  return {folder, module: readdirSync(folder).find(name => name.endsWith('.so')) ?? ''};
}

real(title('a project that was built and set up has nothing that would keep F5 from working'), t => {
  const {folder} = project();
  t.deepEqual(check(folder), {status: 0, findings: []});
  // What was said is remembered: nothing is to be done.
  t.regex(pyxdbg(folder, 'launch-config'), /Nothing to do/);
});

real(title('what keeps F5 from working is found, each with its cure, and gone when it is cured'), t => {
  const {folder, module} = project();
  const launch = join(folder, '.vscode/launch.json');
  const good = readFileSync(launch, 'utf8');

  writeFileSync(launch, good.replace('"setupCommands"', '"setupCommand"'));
  const typo = check(folder);
  t.is(typo.status, 1);
  t.true(
    typo.findings.some(text => /native \(cppdbg\): has a key that is not known: `setupCommand`/.test(text)),
  );
  pyxdbg(folder, 'launch-config');
  t.is(readFileSync(launch, 'utf8'), good);

  writeFileSync(launch, '{"configurations": [');
  t.regex(check(folder).findings.join('\n'), /^\.vscode\/launch\.json:1: is not valid JSON/m);
  const refused = pyxdbgStatus(folder, 'launch-config');
  t.is(refused.status, 2);
  t.regex(refused.stderr, /^pyxdbg: \.vscode\/launch\.json:1: is not valid JSON: .*\n$/);
  t.is(readFileSync(launch, 'utf8'), '{"configurations": [');
  writeFileSync(launch, good);

  rmSync(join(folder, '.pyxdbg/lldbinit'));
  t.regex(check(folder).findings.join('\n'), /lldb\)?: names .*lldbinit, which is not there/);
  pyxdbg(folder, 'launch-config');

  renameSync(join(folder, '.vscode/tasks.json'), join(folder, 'tasks'));
  t.regex(check(folder).findings.join('\n'), /starts with the task "pyxdbg: build"/);
  renameSync(join(folder, 'tasks'), join(folder, '.vscode/tasks.json'));

  const later = Date.now() / 1000 + 60;
  utimesSync(join(folder, 'spam.c'), later, later);
  t.deepEqual(check(folder).findings, [`${module}: is older than spam.c`]);
  utimesSync(join(folder, 'spam.c'), 1, 1);

  mkdirSync(join(folder, 'src'));
  renameSync(join(folder, 'spam.c'), join(folder, 'src/spam.c'));
  t.regex(
    check(folder).findings.join('\n'),
    /was compiled from .*spam\.c, which is not there|is not as it would be written now/,
  );
  pyxdbg(folder, 'launch-config');
  t.deepEqual(check(folder).findings, []);

  execFileSync('strip', ['-g', join(folder, module)]);
  t.regex(check(folder).findings.join('\n'), /no debug information/);
  rmSync(join(folder, module));
  t.regex(check(folder).findings.join('\n'), /has no module that is built/);
});

real(title('an optimised build is named, since its variables are not to be seen'), t => {
  const folder = join(realpathSync(temporaryFolder()), 'project');
  writeProject(folder);
  execFileSync(python ?? '', ['setup.py', '-q', 'build_ext', '--inplace'], {
    cwd: folder,
    env: {...process.env, CFLAGS: '-g -O2'},
    stdio: 'ignore',
  });
  pyxdbg(folder, 'launch-config', '--python', python ?? '', '--target', 'app.py');
  t.regex(check(folder).findings.join('\n'), /-O2/);
});

real(title('undo leaves a project as it was, comments of launch.json and all'), t => {
  const {folder} = project();
  pyxdbg(folder, 'launch-config', '--undo');
  t.false(existsSync(join(folder, '.vscode')));
  mkdirSync(join(folder, '.vscode'));
  const mine = '// mine\n{\n\t"configurations": [\n\t\t{"name": "x"}, // last\n\t],\n}\n';
  writeFileSync(join(folder, '.vscode/launch.json'), mine);
  pyxdbg(folder, 'launch-config', '--for', 'all', '--all-systems', '--target', 'app.py');
  t.true(existsSync(join(folder, '.vs/launch.vs.json')));
  appendFileSync(join(folder, '.vscode/launch.json'), '// added\n');
  pyxdbg(folder, 'launch-config', '-m', 'spam');
  pyxdbg(folder, 'launch-config', '--undo');
  t.is(readFileSync(join(folder, '.vscode/launch.json'), 'utf8'), `${mine}// added\n`);
  t.deepEqual(readdirSync(join(folder, '.vscode')), ['launch.json']);
  t.false(existsSync(join(folder, '.vs')));
  t.deepEqual(readdirSync(join(folder, '.pyxdbg')).sort(), ['.gitignore', 'build']);
});
