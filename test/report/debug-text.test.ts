import test from 'ava';
import {renderDebug} from '../../src/report/debug-text.ts';
import type {BinaryReport, DebugReport} from '../../src/report/report.ts';

const RIGHT: DebugReport = {
  format: 'dwarf',
  units: 12,
  levels: {'-O0': 12},
  optimised: 0,
  unknown: 0,
  lto: 0,
  ndebug: null,
  missingSources: [],
  unknownSources: 0,
  identity: null,
  debugFile: null,
};

function lineOf(debug: Partial<DebugReport>): string {
  const binary: BinaryReport = {
    path: 'pkg/speed.so',
    format: 'elf',
    machine: 'x86_64',
    role: 'module',
    target: {pythons: null, abi: null, platform: null, crt: null, from: null},
    crt: [],
    verdict: 'ok',
    findings: [],
    debug: {...RIGHT, ...debug},
  };
  const report = {artefacts: [{path: 'seeded.whl', kind: 'wheel', binaries: [binary]}], vanished: []};
  return renderDebug(report, {color: false}).split('\n')[1]?.trim() ?? '';
}

test('a debug build has one line', t => {
  t.is(lineOf({}), 'pkg/speed.so  debug info: DWARF, 12 units, -O0, all sources there');
});

test('the file that has the debug information is named', t => {
  t.is(
    lineOf({format: 'codeview', levels: {'/Od': 12}, debugFile: {path: 'pkg/speed.pdb', matches: true}}),
    'pkg/speed.so  debug info: CodeView in pkg/speed.pdb, 12 units, /Od, all sources there',
  );
});

test('levels that differ are counted', t => {
  t.is(
    lineOf({levels: {'-O0': 9, '-O2': 2, unknown: 1}, lto: 1, missingSources: ['/tmp/a.c', '/tmp/b.c']}),
    'pkg/speed.so  debug info: DWARF, 12 units, 9 -O0, 2 -O2, 1 optimisation unknown, 1 with LTO, 2 sources missing',
  );
});

test('what is not there, and what cannot be looked up, is not all there', t => {
  t.is(lineOf({format: null, units: 0, levels: {}}), 'pkg/speed.so  debug info: none');
  t.regex(lineOf({unknownSources: 12}), /sources not looked up$/);
});

test('without --debug there is no line', t => {
  t.is(
    renderDebug({artefacts: [{path: 'a.whl', kind: 'wheel', binaries: []}], vanished: []}, {color: false}),
    '',
  );
});
