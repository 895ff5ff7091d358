import test from 'ava';
import type {Finding, Severity} from '../../src/rules/finding.ts';
import {isAtLeast, rankOf, SEVERITIES, verdictOf, worstFirst} from '../../src/rules/verdict.ts';

const finding = (severity: Severity, suppressed?: Finding['suppressed']): Finding => ({
  rule: 'crt-static',
  severity,
  message: 'm',
  subject: 's',
  evidence: [],
  breaks: 'b',
  fix: 'f',
  ...(suppressed ? {suppressed} : {}),
});

test('an error is worse than a warning, a warning worse than a note', t => {
  t.deepEqual(SEVERITIES, ['note', 'warning', 'error']);
  t.true(isAtLeast('error', 'warning'));
  t.true(isAtLeast('warning', 'warning'));
  t.false(isAtLeast('note', 'warning'));
});

test('the verdict is the worst finding that is not suppressed', t => {
  t.is(verdictOf([]), 'ok');
  t.is(verdictOf([finding('note'), finding('error'), finding('warning')]), 'error');
  t.is(verdictOf([finding('error', 'baseline'), finding('warning')]), 'warning');
  t.is(verdictOf([finding('error', 'per-file-ignores')]), 'ok');
});

test('the worst come first, suppressed ones last, equals as they stand', t => {
  const [a, b, c, d] = [finding('note'), finding('error', 'baseline'), finding('error'), finding('note')];
  t.deepEqual([a, b, c, d].toSorted(worstFirst), [c, a, d, b]);
  t.is(rankOf(b), -1);
});
