import {cpSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';
import {PYD, pyd} from './fixtures.ts';
import {onEachNode, program} from './program.ts';

const cwd = writeTree(
  Object.fromEntries(
    (['ok', 'note', 'warning', 'error'] as const).map(worst => [`${worst}/${PYD}`, pyd(worst)]),
  ),
);
writeTree({'text.pyd': 'no binary', 'cut.whl': 'PK'}, cwd);

const CASES: readonly (readonly [what: string, words: readonly string[], status: number])[] = [
  ['no finding', ['ok'], 0],
  ['a note', ['note'], 0],
  ['a note with --fail-on warning', ['--fail-on', 'warning', 'note'], 0],
  ['a note with --fail-on note', ['--fail-on', 'note', 'note'], 1],
  ['a warning', ['warning'], 0],
  ['a warning with --fail-on warning', ['--fail-on', 'warning', 'warning'], 1],
  ['a warning with --fail-on error', ['--fail-on', 'error', 'warning'], 0],
  ['an error', ['error'], 1],
  ['an error among others', ['ok', 'error', 'note'], 1],
  ['an error with --exit-zero', ['--exit-zero', 'error'], 0],
  ['an error with its rule ignored', ['--ignore', 'crt-mismatch', 'error'], 0],
  ['an error with another rule selected', ['--select', 'two-crts', 'error'], 0],
  ['an error with its rule among the selected', ['--select', 'two-crts,crt-mismatch', 'error'], 1],
  [
    'an error with its rule selected and ignored',
    ['--select', 'crt-mismatch', '--ignore', 'crt-mismatch', 'error'],
    0,
  ],
  ['an error with -q', ['-q', 'error'], 1],
  ['a path that is not there', ['nowhere.pyd'], 2],
  ['an archive that cannot be read', ['cut.whl'], 2],
  ['a path that is not there, and an error', ['error', 'nowhere.pyd'], 2],
  ['a path that is not there, with --exit-zero', ['--exit-zero', 'nowhere.pyd', 'error'], 2],
  ['a member that is no binary', ['text.pyd'], 1],
];

for (const [what, words, expected] of CASES) {
  onEachNode(`${what}: exit status ${expected}`, async (t, pyxdbg) => {
    const {status, stderr} = await pyxdbg(['check-abi', ...words], {cwd});
    t.is(stderr, '');
    t.is(status, expected);
  });
}

onEachNode('--version and --help: exit status 0', async (t, pyxdbg) => {
  const {version} = await import('../../package.json', {with: {type: 'json'}}).then(file => file.default);
  for (const word of ['--version', '-V']) {
    const {status, stdout} = await pyxdbg([word]);
    t.is(status, 0);
    t.regex(stdout, new RegExp(`^pyxdbg ${version} \\(node v\\d+\\.\\d+\\.\\d+\\)\n$`));
  }
  for (const words of [[], ['--help'], ['-h'], ['help']]) {
    const {status, stdout} = await pyxdbg(words);
    t.is(status, 0);
    t.regex(stdout, /^ {2}check-abi {2,}\S/m);
  }
});

test.serial(
  'a bug of ours: exit status 3, above all others, one sentence and the line to report',
  async t => {
    // The program with tables that do not parse.
    const copy = temporaryFolder();
    const home = dirname(dirname(program));
    for (const name of ['bin', 'dist', 'package.json', 'oclif.manifest.json']) {
      cpSync(join(home, name), join(copy, name), {recursive: true});
    }
    const tables = join(copy, 'dist', 'toolchains-json');
    mkdirSync(tables, {recursive: true});
    for (const name of readdirSync(tables)) writeFileSync(join(tables, name), '{');
    const {exitCode, stderr, stdout} = await execa(
      process.execPath,
      [join(copy, 'bin', 'run.cjs'), 'check-abi', 'nowhere.pyd', 'error'],
      {cwd, reject: false, stdin: 'ignore'},
    );
    t.is(exitCode, 3);
    t.is(stdout, '');
    t.regex(
      stderr,
      /^pyxdbg: this is a bug in pyxdbg \(SyntaxError: .*\); please report it with this line: pyxdbg \S+, node v\S+, \w+ \w+\n?$/,
    );
  },
);
