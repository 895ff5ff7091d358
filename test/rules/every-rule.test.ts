import {readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import {rules, ruleTable} from '../../src/rules/rule-table.ts';
import {unreadableRules} from '../../src/rules/unreadable.ts';

const folder = new URL('./', import.meta.url);
const sources = readdirSync(folder)
  .filter(name => name.endsWith('.test.ts'))
  .map(name => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

/** Rules of which a test of this kind is there: `fires,` and then the name in quotes. */
const tested = (kind: string) =>
  new Set([...sources.matchAll(new RegExp(`\\b${kind},\\s*'([a-z0-9-]+)'`, 'g'))].map(match => match[1]));

for (const kind of ['fires', 'silent', 'unknown'] as const) {
  const covered = tested(kind);
  for (const {name} of rules) {
    test(`a test shows where ${name} is ${kind === 'fires' ? 'right' : kind}`, t => {
      t.true(covered.has(name), `no test of ${name} with \`${kind}\``);
    });
  }
}

test('a rule has one name, one sentence and at least one format', t => {
  const names = ruleTable.map(({name}) => name);
  t.is(new Set(names).size, names.length);
  for (const {name, title} of ruleTable) {
    t.regex(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    t.regex(title, /^[^A-Z].*[^.]$/, name);
  }
  for (const {name, formats} of rules) t.true(formats.length > 0, name);
});

test('what a rule silences is a rule, and never itself', t => {
  const names = new Set(ruleTable.map(({name}) => name));
  for (const {name, silences = []} of rules) {
    for (const silenced of silences) {
      t.true(names.has(silenced), `${name} silences ${silenced}`);
      t.not(silenced, name);
    }
  }
});

test('the rules of abi-rules.md are all there', t => {
  t.deepEqual(ruleTable.map(({name}) => name).sort(), [
    ...[
      'abi3-too-new',
      'abi3-versioned-dll',
      'abi3-violation',
      'abi3t',
      'code-signature',
      'crt-bundled-other',
      'crt-debug',
    ],
    ...[
      'crt-manifest',
      'crt-mismatch',
      'crt-redist',
      'crt-static',
      'debug-info-mismatch',
      'duplicate-runtime',
      'elf-libpython',
      'exec-stack',
    ],
    ...[
      'ext-suffix',
      'free-threaded',
      'init-missing',
      'libc-family',
      'macos-target',
      'manylinux-mistag',
      'missing-dep',
    ],
    ...[
      'msvcp140-mutex',
      'no-debug-info',
      'not-a-binary',
      'optimised',
      'pydebug',
      'python-dll-debug',
      'python-dll-version',
      'python-ordinal',
    ],
    ...[
      'python-symbol-missing',
      'rpath-unsafe',
      'sanitizer-runtime',
      'sources-missing',
      'truncated',
      'two-crts',
      'undefined-symbol',
    ],
    ...['unicode-width', 'unsupported', 'wrong-arch'],
  ]);
  t.is(unreadableRules.length + rules.length, 40);
});
