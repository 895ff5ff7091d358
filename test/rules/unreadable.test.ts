import test from 'ava';
import type {UnreadableReason} from '../../src/binary/unreadable.ts';
import type {Severity} from '../../src/rules/finding.ts';
import {refusedFinding, unreadableFinding, unreadableRules} from '../../src/rules/unreadable.ts';
import {pageSeverities} from './page-severities.ts';

const finding = (path: string, reason: UnreadableReason, platforms: readonly string[] = []) =>
  unreadableFinding(path, {reason, detail: 'ends within its header'}, platforms);

for (const [path, reason, severity] of [
  // What Python imports must be there.
  ['pkg/speed.cp312-win_amd64.pyd', 'truncated', 'error'],
  ['pkg/speed.abi3.so', 'not-a-binary', 'error'],
  ['pkg/speed.pyd', 'unsupported', 'error'],
  // A cut file is broken whatever it is for; others may be data.
  ['pkg/libcore.so', 'truncated', 'error'],
  ['pkg/libcore.so', 'not-a-binary', 'warning'],
  ['pkg/core.dll', 'unsupported', 'warning'],
] as const satisfies readonly (readonly [string, UnreadableReason, Severity])[]) {
  test(`${path}, ${reason}: ${severity}`, t => {
    const found = finding(path, reason);
    t.is(found.rule, reason);
    t.is(found.severity, severity);
    t.is(found.message, 'ends within its header');
    t.true(found.breaks.length > 0 && found.fix.length > 0);
  });
}

test('what is for a platform that pyxdbg does not judge is right in a wheel for it', t => {
  t.is(
    finding('pkg/speed.cpython-312-wasm32-emscripten.so', 'unsupported', ['pyodide_2024_0_wasm32']).severity,
    'note',
  );
  t.is(
    finding('pkg/speed.cpython-312-wasm32-emscripten.so', 'truncated', ['pyodide_2024_0_wasm32']).severity,
    'error',
  );
});

test('each reason why a file cannot be read is a rule of its own', t => {
  t.deepEqual(unreadableRules.map(({name}) => name).sort(), ['not-a-binary', 'truncated', 'unsupported']);
});

test('their pages state the severities that they give, and no other', t => {
  const files = ['pkg/speed.cp312-win_amd64.pyd', 'pkg/libcore.so', 'pkg/core.dll'];
  const findings = [
    ...unreadableRules.flatMap(({name}) =>
      files.flatMap(file => [finding(file, name), finding(file, name, ['pyodide_2024_0_wasm32'])]),
    ),
    ...(['bomb', 'path-escape', 'encrypted', 'broken', 'unsupported-compression'] as const).map(what =>
      refusedFinding({what, problem: 'cannot be unpacked'}),
    ),
  ];
  for (const {name} of unreadableRules) {
    const given = findings.filter(({rule}) => rule === name).map(({severity}) => severity);
    t.deepEqual([...new Set(given)].sort(), pageSeverities.get(name), name);
  }
});
