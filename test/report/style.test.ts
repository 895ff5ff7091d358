import test from 'ava';
import {wantsColor} from '../../src/report/style.ts';

const TERMINAL = true;
const PIPE = false;

test('--color goes before the environment and the stream', t => {
  t.true(wantsColor('always', {NO_COLOR: '1'}, PIPE));
  t.false(wantsColor('never', {FORCE_COLOR: '1'}, TERMINAL));
});

test('NO_COLOR switches colours off whatever its value, but not when it is empty (no-color.org)', t => {
  t.false(wantsColor('auto', {NO_COLOR: '0'}, TERMINAL));
  t.true(wantsColor('auto', {NO_COLOR: ''}, TERMINAL));
});

test('FORCE_COLOR switches colours on without a terminal, unless it is 0', t => {
  t.true(wantsColor('auto', {FORCE_COLOR: '1'}, PIPE));
  t.true(wantsColor('auto', {FORCE_COLOR: '', NO_COLOR: '1'}, PIPE));
  t.false(wantsColor('auto', {FORCE_COLOR: '0'}, TERMINAL));
});

test('without a word on it, a terminal gets colours, and a pipe and a dumb terminal do not', t => {
  t.true(wantsColor('auto', {TERM: 'xterm'}, TERMINAL));
  t.false(wantsColor('auto', {TERM: 'dumb'}, TERMINAL));
  t.false(wantsColor('auto', {}, PIPE));
});
