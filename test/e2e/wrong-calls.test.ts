import {MARKUPSAFE, onEachNode, vendored} from './program.ts';

const wheel = vendored(MARKUPSAFE);

const CASES: readonly (readonly [what: string, words: readonly string[], says: string])[] = [
  [
    'check-abi without a path',
    ['check-abi'],
    'name at least one file, wheel, folder, environment or module; see pyxdbg check-abi --help',
  ],
  [
    'a mistyped option',
    ['check-abi', '--slect', 'crt-mismatch', wheel],
    'there is no option `--slect`; did you mean `--select`?',
  ],
  [
    'an unknown option',
    ['check-abi', '--frobnicate', wheel],
    'there is no option `--frobnicate`; see pyxdbg check-abi --help',
  ],
  [
    'an unknown short option',
    ['check-abi', '-z', wheel],
    'there is no option `-z`; see pyxdbg check-abi --help',
  ],
  [
    'an unknown option of a command below a topic',
    ['symbols', 'fetch', '--frobnicate', wheel],
    'there is no option `--frobnicate`; see pyxdbg symbols fetch --help',
  ],
  [
    'a mistyped command below a topic',
    ['python', 'bild'],
    'there is no command `python bild`; did you mean `pyxdbg python build`?',
  ],
  [
    'a process that is no number',
    ['attach', 'foo'],
    'foo: is no process number; name a running process by its number, as ps shows it',
  ],
  [
    'a missing argument',
    ['core'],
    'missing 1 required argument file: a core file, an archive of `core pack`, or a minidump; see pyxdbg core --help',
  ],
  [
    'a command of the walker',
    ['make-layouts', '{}'],
    'there is no command `make-layouts`; pyxdbg --help lists them',
  ],
  [
    'an archive of a form that is not written',
    ['core', 'pack', 'core.1', '-o', 'crash.zip'],
    'crash.zip: is not what an archive of core pack is named; name a file that ends in .tar.gz or .tgz',
  ],
  ['a folder as a log', ['symbolize', '.'], '.: is a folder, not a file; name the file of a log'],
  [
    'a mistyped command',
    ['chek-abi', wheel],
    'there is no command `chek-abi`; did you mean `pyxdbg check-abi`?',
  ],
  ['an unknown command', ['frobnicate'], 'there is no command `frobnicate`; pyxdbg --help lists them'],
  [
    'an option before the command',
    ['--json', 'check-abi', wheel],
    'there is no option `--json`; pyxdbg --help lists them',
  ],
  [
    'a mistyped rule in --select',
    ['check-abi', '--select', 'crt-mismach', wheel],
    '--select: there is no rule `crt-mismach`; did you mean `crt-mismatch`?',
  ],
  [
    'an unknown rule in --ignore',
    ['check-abi', '--ignore', 'frobnication', wheel],
    '--ignore: there is no rule `frobnication`; pyxdbg rule lists them all',
  ],
  ['a mistyped rule to explain', ['rule', 'two-crt'], 'there is no rule `two-crt`; did you mean `two-crts`?'],
  [
    'two rules to explain',
    ['rule', 'two-crts', 'crt-debug'],
    'one word too many: `crt-debug`; see pyxdbg rule --help',
  ],
  [
    'a severity that is none',
    ['check-abi', '--fail-on', 'fatal', wheel],
    'expected --fail-on=fatal to be one of: error, warning, note; see pyxdbg check-abi --help',
  ],
  [
    'a format that is none',
    ['check-abi', '--output-format', 'yaml', wheel],
    'expected --output-format=yaml to be one of: text, json, sarif, junit, github; see pyxdbg check-abi --help',
  ],
  [
    'an option without its value',
    ['check-abi', wheel, '--python'],
    '--python expects a value; see pyxdbg check-abi --help',
  ],
  [
    'options that exclude each other',
    ['check-abi', '-q', '-v', wheel],
    '--verbose cannot also be provided when using --quiet; see pyxdbg check-abi --help',
  ],
  [
    '--report without a file',
    ['check-abi', '--report', 'sarif', wheel],
    '--report sarif: expected FORMAT=FILE with FORMAT one of text, json, sarif, junit, github; for example --report sarif=pyxdbg.sarif',
  ],
  [
    'a Python that is none',
    ['check-abi', '--python', '3.x', wheel],
    '--python 3.x: cannot be run; give a version such as 3.12 or 3.13t, or the path of a working interpreter',
  ],
  [
    'a Python that nobody has heard of',
    ['check-abi', '--python', '3.99', wheel],
    '--python 3.99: nothing is known of a CPython 3.99; give a version of 2.0 to 2.7 or 3.0 to 3.16, or the path of an interpreter to ask',
  ],
  [
    'a baseline that is not there',
    ['check-abi', '--baseline', 'none.json', wheel],
    'none.json: the baseline does not exist; write it with --write-baseline none.json',
  ],
];

for (const [what, words, says] of CASES) {
  onEachNode(`${what} is one sentence and status 2`, async (t, pyxdbg) => {
    const {status, stdout, stderr} = await pyxdbg(words);
    t.is(stderr, `pyxdbg: ${says}\n`);
    t.is(stdout, '');
    t.is(status, 2);
  });
}

/** 2 is what many programs end with themselves: of `run` and `debug` nobody could tell whose it is. */
const OWN_FAILURES: readonly (readonly [words: readonly string[], says: string])[] = [
  [
    ['run', '--no-report', '-o', 'report.html', 'app.py'],
    '--output-file: has no effect here; --no-report makes no report',
  ],
  [
    ['run', '--python', 'python3', '--', 'true'],
    '--python: has no effect here; a command behind -- is run as it is',
  ],
  [['run', '--frobnicate', 'app.py'], 'there is no option `--frobnicate`; see pyxdbg run --help'],
  [['debug', '--frobnicate', 'app.py'], 'there is no option `--frobnicate`; see pyxdbg debug --help'],
  [
    ['run', '-o', 'report.pdf', 'app.py'],
    'report.pdf: tells no form of a report; name a file that ends in .html, .json or .txt',
  ],
];

for (const [words, says] of OWN_FAILURES) {
  onEachNode(`${words.join(' ')} is one sentence and status 125`, async (t, pyxdbg) => {
    const {status, stderr} = await pyxdbg([...words]);
    t.is(stderr, `pyxdbg: ${says}\n`);
    t.is(status, 125);
  });
}
