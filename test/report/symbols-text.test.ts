import test from 'ava';
import * as v from 'valibot';
import {symbolsJson} from '../../src/report/symbols-json.ts';
import {symbolsJsonSchema} from '../../src/report/symbols-json-schema.ts';
import {renderSymbols, type SymbolsTextOptions} from '../../src/report/symbols-text.ts';
import type {SymbolSubject} from '../../src/symbols/subject.ts';
import type {SymbolOutcome} from '../../src/symbols/verdict.ts';

const subject: SymbolSubject = {
  ...{path: 'a/spam.so', name: 'spam.so', location: '/a/spam.so', archive: null},
  ...{format: 'elf', machine: 'x86_64', identity: {kind: 'build-id', id: 'ab12cd'}, image: null},
  ...{own: null, debugLink: null, pythonVersion: null},
};

const stripped: SymbolOutcome = {
  ...{subject, verdict: 'stripped', file: null, source: null, from: null, fetchedBytes: 0},
  ...{
    attempts: [],
    packages: [],
    mayBeIn: [{source: 'debuginfod', where: 'https://d/buildid/ab12cd/debuginfo'}],
  },
};
const matching: SymbolOutcome = {
  ...stripped,
  ...{verdict: 'matching', file: '/s/.build-id/ab/12cd.debug', source: 'debuginfod'},
  ...{from: 'https://d/buildid/ab12cd/debuginfo', fetchedBytes: 1_234_567, mayBeIn: []},
};
const mismatched: SymbolOutcome = {
  ...stripped,
  verdict: 'mismatched',
  attempts: [
    {
      source: 'beside',
      where: '/a/spam.debug',
      result: 'mismatched',
      detail: 'build-id 01, wanted build-id ab12cd',
    },
    {source: 'system', where: '/usr/lib/debug/spam.debug', result: 'absent', detail: null},
  ],
};
const packaged: SymbolOutcome = {
  ...stripped,
  mayBeIn: [],
  packages: [{name: 'python3.11-dbg', version: '3.11.2-6'}],
};

const render = (outcomes: readonly SymbolOutcome[], options: Partial<SymbolsTextOptions> = {}): string =>
  renderSymbols(outcomes, {
    ...{command: 'list', targets: ['a b'], verbose: false, quiet: false, width: 80},
    style: (_, text) => text,
    ...options,
  });

test('what may be had is told with the command that gets it', t => {
  t.is(
    render([stripped]),
    `stripped       a/spam.so
               build-id ab12cd
               may be at debuginfod: https://d/buildid/ab12cd/debuginfo

1 binary: 1 stripped
get them: pyxdbg symbols fetch 'a b'
`,
  );
});

test('what was fetched is told with its place, and whence it came', t => {
  t.is(
    render([matching], {command: 'fetch'}),
    `matching       a/spam.so
               build-id ab12cd
               /s/.build-id/ab/12cd.debug
               from debuginfod: https://d/buildid/ab12cd/debuginfo

1 binary: 1 matching; fetched 1.2 MB
`,
  );
});

test('what does not match is told with both identities; what is absent only where it is asked for', t => {
  t.regex(
    render([mismatched]),
    /mismatched at beside: \/a\/spam\.debug \(build-id 01, wanted build-id ab12cd\)/,
  );
  t.notRegex(render([mismatched]), /absent/);
  t.regex(render([mismatched], {verbose: true}), /absent at system: \/usr\/lib\/debug\/spam\.debug/);
});

test('a package of the distribution is named with its version, and installed on request only', t => {
  const text = render([packaged]);
  t.regex(text, /in package python3\.11-dbg 3\.11\.2-6 \(apt\)/);
  t.regex(text, /get them: pyxdbg symbols fetch --install 'a b'/);
});

test('quiet tells of the outcomes that it is given, and sums nothing up', t => {
  t.is(render([], {quiet: true}), '');
});

test('a name cannot write to the terminal', t => {
  t.regex(render([{...stripped, subject: {...subject, path: 'a\x1b[31m.so'}}]), /a\\x1b\[31m\.so/);
});

test('the JSON is as its schema says', t => {
  for (const outcome of [stripped, matching, mismatched, packaged]) {
    const document = JSON.parse(symbolsJson('list', [outcome], ['a note']));
    t.true(v.is(symbolsJsonSchema, document));
  }
});
