import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';
import {PYD, pyd, zip} from './fixtures.ts';
import {environment, MARKUPSAFE, onEachNode, PYAUDIO, program, pyxdbgOn, vendored} from './program.ts';

const ESCAPE = '\x1b';
const cwd = vendored('');
const pyxdbg = pyxdbgOn(process.execPath);

onEachNode('a pipe gets no escape codes, on neither stream', async (t, run) => {
  for (const words of [
    ['check-abi', PYAUDIO],
    ['check-abi', '-v', '--tree', '--facts', PYAUDIO],
    ['check-abi', '--nonsense'],
    ['rule'],
    ['rule', 'two-crts'],
    ['--help'],
    ['check-abi', '--help'],
  ]) {
    const {stdout, stderr} = await run(words, {cwd, env: {TERM: 'xterm-256color'}});
    t.false(`${stdout}${stderr}`.includes(ESCAPE), words.join(' '));
  }
});

for (const [what, words, env, isColoured] of [
  ['--color always', ['--color', 'always'], {}, true],
  ['--color always with NO_COLOR', ['--color', 'always'], {NO_COLOR: '1'}, true],
  ['FORCE_COLOR=1', [], {FORCE_COLOR: '1'}, true],
  ['FORCE_COLOR=0', [], {FORCE_COLOR: '0'}, false],
  ['--color never with FORCE_COLOR', ['--color', 'never'], {FORCE_COLOR: '1'}, false],
] as const) {
  onEachNode(`${what} in a pipe: ${isColoured ? 'colours' : 'no colours'}`, async (t, run) => {
    const {stdout} = await run(['check-abi', ...words, PYAUDIO], {cwd, env});
    t.is(stdout.includes(`${ESCAPE}[`), isColoured);
  });
}

/** Runs the program on a pseudo-terminal of 80 columns; util-linux's `script` makes one. */
const onTerminal = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const quoted = [process.execPath, program, ...words].map(word => `'${word}'`).join(' ');
  const {stdout} = await execa('script', ['-qec', `stty cols 80; ${quoted}`, '/dev/null'], {
    cwd,
    env: environment({TERM: 'xterm-256color', ...env}),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  return stdout;
};
const withTerminal = toolNamed('script') === null || process.platform !== 'linux' ? test.skip : test.serial;

withTerminal('a terminal gets colours (needs script of util-linux)', async t => {
  t.regex(await onTerminal(['check-abi', PYAUDIO]), /\x1b\[31m.*error\[crt-mismatch\]/);
});

for (const env of [{NO_COLOR: '1'}, {TERM: 'dumb'}]) {
  const name = Object.entries(env).flat().join('=');
  withTerminal(`a terminal with ${name} gets none (needs script of util-linux)`, async t => {
    const shown = await onTerminal(['check-abi', PYAUDIO], {...env, CI: '1'});
    t.regex(shown, /error\[crt-mismatch\]/);
    t.notRegex(shown, /\x1b\[\d+m/);
  });
}

withTerminal('progress is shown on a terminal and erased, and left out in CI (needs script)', async t => {
  const live = await onTerminal(['check-abi', MARKUPSAFE]);
  t.regex(live, /checking markupsafe.*\r\x1b\[2K/);
  t.notRegex(await onTerminal(['check-abi', MARKUPSAFE], {CI: 'true'}), /checking/);
});

const withBash = toolNamed('bash') === null ? test.skip : test.serial;
for (const words of [
  ['check-abi', '--json', '--facts', ...Array<string>(60).fill(PYAUDIO)],
  ['check-abi', ...Array<string>(60).fill(PYAUDIO)],
  ['rule'],
]) {
  withBash(`${words.slice(0, 2).join(' ')} ... | head -1 is quiet (needs bash)`, async t => {
    const pipeline = `"$@" | head -1; echo "\${PIPESTATUS[*]}"`;
    const {stdout, stderr} = await execa(
      'bash',
      ['-c', pipeline, 'bash', process.execPath, program, ...words],
      {
        cwd,
        env: environment(),
        extendEnv: false,
        stdin: 'ignore',
      },
    );
    const [first, statuses, ...rest] = stdout.split('\n');
    t.is(stderr, '');
    t.regex(first ?? '', /\S/);
    t.is(statuses, words[0] === 'rule' ? '0 0' : '1 0');
    t.deepEqual(rest, []);
  });
}

test.serial('control characters of names in an archive are shown as escapes, in every format', async t => {
  const name = `pkg/\x1b]0;owned\x07\x1b[2J\r\n::error::fake\u202egnp/${PYD}`;
  const folder = writeTree({'evil.zip': zip({[name]: pyd('error')})}, temporaryFolder());
  for (const format of ['text', 'json', 'sarif', 'junit', 'github']) {
    const {status, stdout} = await pyxdbg(['check-abi', '--output-format', format, 'evil.zip'], {
      cwd: folder,
    });
    t.is(status, 1, format);
    t.notRegex(stdout, /[\x00-\x08\x0b-\x1f\x7f\u202e]/, format);
    if (format === 'github') t.is(stdout.trimEnd().split('\n').length, 1);
    if (format === 'text') t.regex(stdout, /pkg\/\\x1b\]0;owned\\x07/);
  }
});

withTerminal('an error is broken at blanks to the width of the terminal, paths apart', async t => {
  const lines = (
    await onTerminal(['build', cwd, '--config-setting', 'nonsense', '--python', 'no such Python'])
  ).split('\n');
  t.true(lines.length > 2);
  for (const line of lines) t.true(line.trimEnd().length <= 80 || !line.trim().includes(' '), line);
});

withTerminal('--color never reaches the progress of a build, which ends with its marks', async t => {
  const folder = temporaryFolder();
  writeTree({'setup.py': 'from setuptools import setup\nsetup(name="demo")\n'}, folder);
  const words = ['build', folder, '--python', toolNamed('python3') ?? 'python3', '--color'];
  const coloured = /\x1b\[3\dm/;
  t.notRegex(await onTerminal([...words, 'never'], {FORCE_COLOR: '1'}), coloured);
  t.regex(await onTerminal([...words, 'always']), coloured);
});
