import {chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {buildElf} from '../builders/elf.ts';
import {toolNamed} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';
import {PYD, pyd, zip} from './fixtures.ts';
import {environment, onEachNode, program, pyxdbgOn, root} from './program.ts';

const pyxdbg = pyxdbgOn(process.execPath);
const {stdout: overview} = await pyxdbg(['--help']);
/** The names in one part of a help text: `TOPICS` or `COMMANDS`. */
function listed(help: string, title: string): string[] {
  const [, part = ''] = help.split(new RegExp(`^${title}\\n`, 'm'));
  const [own = ''] = part.split(/^\n/m);
  return [...own.matchAll(/^ {2}(\S+(?: \S+)?)(?: {2}|$)/gm)].map(([, name = '']) => name);
}

const topics = listed(overview, 'TOPICS');
const topicHelps = new Map<string, string>();
for (const topic of topics) topicHelps.set(topic, (await pyxdbg([topic, '--help'])).stdout);
/** Every command, as `pyxdbg --help` and the help of each topic list them. */
const commands = [
  ...listed(overview, 'COMMANDS'),
  ...[...topicHelps.values()].flatMap(help => listed(help, 'COMMANDS')),
];
const helps = new Map<string, string>();
for (const command of commands) helps.set(command, (await pyxdbg([...command.split(' '), '--help'])).stdout);

test('the commands that --help lists have help', t => {
  t.deepEqual(commands, [
    ...[
      'attach',
      'build',
      'check-abi',
      'core',
      'debug',
      'doctor',
      'dump',
      'init',
      'launch-config',
      'rule',
      'run',
      'symbolize',
    ],
    ...['core pack', 'core setup', 'python build'],
    ...['symbols fetch', 'symbols list', 'symbols path', 'symbols prune', 'symbols publish'],
    ...['symbols split', 'symbols verify'],
  ]);
  for (const help of helps.values()) t.regex(help, /^USAGE$/m);
});

// `core` is a topic and a command: its help is one text.
for (const [command, help] of new Map([['', overview] as const, ...topicHelps, ...helps])) {
  test(`pyxdbg ${command} --help fits 80 columns and says what each option is for`, t => {
    for (const line of help.split('\n')) t.true(line.length <= 80, line);
    const options = [...help.matchAll(/^ {2,6}(?:-\w, )?(--\S+)(.*)$/gm)];
    for (const [, name, description = ''] of options) t.regex(description, /^ {2,}\S*[a-z]/, name);
    if (command === 'check-abi') t.true(options.length >= 18);
    // `undefined` is a sanitizer, too.
    t.notRegex(help.replaceAll(/address[|,]undefined/g, ''), /<%|undefined|\[object/);
  });
}

for (const [command] of helps) {
  onEachNode(`-h, --help and help are the same for ${command}`, async (t, run) => {
    const expected = helps.get(command);
    for (const words of [
      [...command.split(' '), '--help'],
      [...command.split(' '), '-h'],
      ['help', ...command.split(' ')],
    ]) {
      const {status, stdout, stderr} = await run(words);
      t.deepEqual({status, stdout, stderr}, {status: 0, stdout: expected ?? '', stderr: ''});
    }
  });
}

/** Commands that build a project, or set one up: they tell on stderr what they do. */
const OF_PROJECTS = ['build', 'init', 'launch-config'];

/** Those, and one whose stdout a debugger reads: what the user should know besides goes to stderr. */
const TELL_ON_STDERR = [...OF_PROJECTS, 'doctor', 'symbolize', 'symbols path'];

/** A project whose extension the examples of `build` and `init` can build. */
function sources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-help-'));
  for (const place of ['.', 'path/to/project']) {
    cpSync(join(root, 'examples', 'setuptools-c'), join(folder, place), {recursive: true});
  }
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/pyxdbg'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {
    mode: 0o755,
  });
  return folder;
}

/** A project in which the examples make sense. */
function project(): string {
  const elf = buildElf({
    needed: ['libc.so.6'],
    symbols: [{name: 'PyInit_foo'}, {name: 'PyModule_Create2', isUndefined: true}],
  }).bytes;
  const folder = writeTree({
    'dist/foo-1.0-cp312-cp312-win_amd64.whl': zip({
      [`foo/${PYD}`]: pyd('ok'),
      'foo-1.0.dist-info/RECORD': Buffer.from(`foo/${PYD},,\nfoo-1.0.dist-info/RECORD,,\n`),
    }),
    'build/foo.so': elf,
    'build/crashy.so': elf,
    'ci.log': '  Binary file "crashy.so", at +0x11eb [0x7f98315951eb]\n',
    '.venv/pyvenv.cfg': 'home = /usr/bin\nversion_info = 3.12.1\n',
    [`.venv/Lib/site-packages/foo/${PYD}`]: pyd('ok'),
    [`src/${PYD}`]: pyd('ok'),
    [`.pyxdbg/split/${PYD}`]: pyd('ok'),
    'bin/pyxdbg': `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`,
  });
  chmodSync(join(folder, 'bin/pyxdbg'), 0o755);
  writeFileSync(join(folder, 'README.md'), '');
  return folder;
}

const examples = [...helps].flatMap(([command, help]) => {
  const [, section = ''] = help.split(/^EXAMPLES\n/m);
  const lines = section.split('\n').map(line => line.trim().replace(/^\$ /, ''));
  return lines.filter(line => line.includes('pyxdbg')).map(example => ({command, example}));
});

test('each command has two examples at least', t => {
  for (const command of commands) {
    t.true(examples.filter(one => one.command === command).length >= 2, command);
  }
});

/** Those build for real: test/compare runs them, or the same with a source of its own. */
const isRealBuild = (command: string, example: string): boolean =>
  /^(python )?build$/.test(command) && !example.includes('--dry-run');

/** Those look at a process through a debugger, or are one: test/compare/debugging runs them. */
const OF_PROCESSES = ['attach', 'core', 'core pack', 'debug', 'dump', 'run'];

/** Its sources are packages of Debian. */
const isDebian =
  ['dpkg-source', 'gcc', 'make'].every(name => toolNamed(name)) && existsSync('/usr/bin/python3');

for (const {command, example} of examples) {
  if (isRealBuild(command, example) || OF_PROCESSES.includes(command)) continue;
  if (command === 'python build' && !isDebian) {
    test.skip(`the example runs: ${example} (skipped: no Debian with gcc, make and dpkg-dev)`, () => {});
    continue;
  }
  test.serial(`the example runs: ${example}`, async t => {
    const isOfProjects = OF_PROJECTS.includes(command);
    const folder = isOfProjects ? sources() : project();
    const {exitCode, stderr, stdout} = await execa('sh', ['-c', example], {
      cwd: folder,
      env: environment({
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        XDG_CACHE_HOME: join(folder, 'cache'),
      }),
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    });
    if (!TELL_ON_STDERR.includes(command)) t.is(stderr, '');
    t.regex(stdout, /\S/);
    t.true(exitCode === 0 || exitCode === 1, `status ${exitCode}`);
  });
}
