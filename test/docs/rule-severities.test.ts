import {readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import {ruleTable} from '../../src/rules/rule-table.ts';
import {pageSeverities} from '../rules/page-severities.ts';

/**
 * What the tests of the rules prove that the code gives: each test with the macro `fires` passes only where the
 * finding has the severity that it names. The other direction is in test/rules/expect.ts: no finding of any test may
 * have a severity that its page does not state.
 */
const proven = new Map<string, Set<string>>();
const folder = new URL('../rules/', import.meta.url);
for (const file of readdirSync(folder).filter(name => name.endsWith('.test.ts'))) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  for (const [, rule = '', severity = ''] of text.matchAll(
    /\bfires,\s*'([\w-]+)',\s*'(error|warning|note)'/g,
  )) {
    proven.set(rule, (proven.get(rule) ?? new Set()).add(severity));
  }
}

/** They have no facts, and so no macro: test/rules/unreadable.test.ts compares all that they give. */
const OF_READERS = ['truncated', 'unsupported', 'not-a-binary'];

for (const {name} of ruleTable.filter(rule => !OF_READERS.includes(rule.name))) {
  test(`the page of ${name} states the severities that tests get from the rule, and no other`, t => {
    t.deepEqual([...(proven.get(name) ?? [])].sort(), pageSeverities.get(name));
  });
}
