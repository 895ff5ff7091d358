import test from 'ava';
import type {ArtefactReport, BinaryReport, Verdict} from '../../src/report/report.ts';
import {exitStatus} from '../../src/rules/exit-status.ts';

const binary = (verdict: Verdict): BinaryReport => ({
  path: 'speed.so',
  format: 'elf',
  machine: 'x86_64',
  role: 'module',
  target: {pythons: null, abi: null, platform: null, crt: null, from: null},
  crt: [],
  verdict,
  findings: [],
});
const artefact = (...verdicts: Verdict[]): ArtefactReport => ({
  path: 'a.whl',
  kind: 'wheel',
  binaries: verdicts.map(binary),
});
const report = (...artefacts: ArtefactReport[]) => ({artefacts, vanished: []});

test('without findings of the failing severity the status is 0', t => {
  t.is(exitStatus(report(artefact('ok', 'note', 'warning')), 'error', false), 0);
  t.is(exitStatus(report(artefact('ok')), 'note', false), 0);
  t.is(exitStatus(report(), 'note', false), 0);
});

test('with one it is 1', t => {
  t.is(exitStatus(report(artefact('ok'), artefact('error')), 'error', false), 1);
  t.is(exitStatus(report(artefact('warning')), 'warning', false), 1);
  t.is(exitStatus(report(artefact('note')), 'note', false), 1);
});

test('--exit-zero makes findings 0', t => {
  t.is(exitStatus(report(artefact('error')), 'error', true), 0);
});

test('a named path that cannot be read is 2, whatever else is found', t => {
  const unreadable = {...artefact(), error: 'no such file or folder'};
  t.is(exitStatus(report(artefact('error'), unreadable), 'error', false), 2);
  t.is(exitStatus(report(unreadable), 'error', true), 2);
});
