import test from 'ava';
import {listedFrames} from '../../../src/debugging/render/frame-choice.ts';
import {cFrame, pythonFrame, thread} from '../documents.ts';

const system = (name: string) => cFrame({function: name, origin: 'system', file: null, line: null});
/** Names of frames, numbers of folded ones, and the words of the rest. */
const shape = (...given: Parameters<typeof listedFrames>) =>
  listedFrames(...given).map(item => {
    if (item.kind === 'frame') return item.frame.function;
    if (item.kind === 'folded') return item.frames.length;
    return item.kind === 'cut' ? `cut ${item.frames}` : `${item.frames} x ${item.times}`;
  });

test('of a crash in a library the newest frames and what the user called are shown', t => {
  const frames = [...'abcdefg'].map(system).concat(cFrame());
  t.deepEqual(shape(thread({isStopped: true, frames}), 7, false), ['a', 'b', 2, 'e', 'f', 'g', 'work']);
});

test('of a thread that waits the frames of the wait are folded', t => {
  const waits = {for: 'system-call', name: 'read'} as const;
  const frames = [...'abcd'].map(system).concat(cFrame());
  t.deepEqual(shape(thread({waits, frames}), null, false), [4, 'work']);
});

test("all frames are shown on request, and those of a thread that has none of the user's", t => {
  const frames = [system('a'), cFrame(), system('b'), pythonFrame(), system('c')];
  t.deepEqual(shape(thread({frames}), null, true), ['a', 'work', 'b', 'main', 'c']);
  t.deepEqual(shape(thread({frames: [system('a'), system('b')]}), null, false), ['a', 'b']);
});

test('a recursion of two functions is listed once, with how often it came again', t => {
  const pair = [cFrame({function: 'even'}), cFrame({function: 'odd'})];
  const frames = [
    ...Array.from({length: 10}, () => pair).flat(),
    {kind: 'cut' as const, frames: 900},
    pythonFrame(),
  ];
  t.deepEqual(shape(thread({frames}), null, false), ['even', 'odd', '2 x 9', 'cut 900', 'main']);
});

test('frames that differ in their line are not the same, and a few repetitions are listed', t => {
  const lines = [1, 2, 3, 4, 5, 6].map(line => cFrame({line}));
  t.is(shape(thread({frames: lines}), null, false).length, 6);
  t.is(shape(thread({frames: [cFrame(), cFrame(), cFrame()]}), null, false).length, 3);
});

test('the frame that matters is never among the repetitions', t => {
  const frames = Array.from({length: 10}, () => cFrame());
  t.deepEqual(shape(thread({frames}), 0, false), ['work', 'work', '1 x 8']);
});
