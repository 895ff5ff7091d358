import test from 'ava';
import {hasFailingFinding, summaryOf} from '../../src/report/summary.ts';
import {
  CP36,
  CRT_MISMATCH,
  moduleReport,
  RPATH_WARNING,
  reportOf,
  STATIC_NOTE,
  wheelReport,
} from './samples.ts';

const known = {...CRT_MISMATCH, suppressed: 'baseline'} as const;

for (const [title, findings, failOn, fails] of [
  ['an error fails by default', [CRT_MISMATCH], 'error', true],
  ['a warning does not fail by default', [RPATH_WARNING], 'error', false],
  ['a warning fails when warnings do', [RPATH_WARNING], 'warning', true],
  ['an error fails when notes do', [CRT_MISMATCH], 'note', true],
  ['a note does not fail when warnings do', [STATIC_NOTE], 'warning', false],
  ['a known error does not fail', [known], 'note', false],
] as const) {
  test(title, t => {
    const report = reportOf(wheelReport('w.whl', moduleReport('a.pyd', CP36, findings)));
    t.is(hasFailingFinding(report, failOn), fails);
  });
}

test('each finding is counted once: as suppressed, or by its severity', t => {
  const wheel = wheelReport(
    'w.whl',
    moduleReport('a.pyd', CP36, [known, CRT_MISMATCH, RPATH_WARNING, STATIC_NOTE]),
  );
  t.deepEqual(summaryOf(reportOf(wheel)), {
    artefacts: 1,
    binaries: 1,
    errors: 1,
    warnings: 1,
    notes: 1,
    suppressed: 1,
  });
});
