import test from 'ava';
import type {TracebackThread} from '../../../src/debugging/traceback/model.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {cFrame, fault, pythonFrame, thread, traceback} from '../documents.ts';

const frames = (count: number, ...names: readonly string[]) =>
  Array.from({length: count}, (_, at) => cFrame({function: names[at % names.length] ?? null}));

const judge = (address: string, given: Partial<TracebackThread>) =>
  judgeTraceback(traceback({signal: fault(address), threads: [thread({isStopped: true, ...given})]}));

test('two functions that call each other are both told, with the frames that were left out', t => {
  const verdict = judge('0x7ffc00000ff8', {
    stackPointer: '0x7ffc00001000',
    frames: [...frames(100, 'even', 'odd'), {kind: 'cut', frames: 5000}, pythonFrame()],
  });
  t.is(verdict.kind, 'stack-overflow');
  t.deepEqual(verdict.reasons, ['even and odd called each other without end: 5101 frames']);
});

test('a stack that large variables use up is no recursion', t => {
  const verdict = judge('0x7ffc00000ff8', {stackPointer: '0x7ffc00001000', frames: frames(3, 'a', 'b', 'c')});
  t.is(verdict.kind, 'stack-overflow');
  t.deepEqual(verdict.reasons, ['the stack of this thread is used up: large variables in its frames']);
});

test('an access elsewhere is none, however many frames there are', t => {
  const given = {stackPointer: '0x7ffc00001000', frames: frames(200, 'parse')};
  t.is(judge('0x0', given).kind, 'crash');
  t.is(judge('0x7f1200000000', given).kind, 'crash');
});

test('without the stack pointer only very many frames of few functions are one', t => {
  t.is(judge('0x7ffc00000ff8', {frames: frames(2000, 'parse')}).kind, 'stack-overflow');
  t.is(judge('0x7ffc00000ff8', {frames: frames(200, 'parse')}).kind, 'crash');
  const many = Array.from({length: 50}, (_, at) => `f${at}`);
  t.is(judge('0x7ffc00000ff8', {frames: frames(2000, ...many)}).kind, 'crash');
});
