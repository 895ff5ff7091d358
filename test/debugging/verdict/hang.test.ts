import test from 'ava';
import type {TracebackThread} from '../../../src/debugging/traceback/model.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import type {Observations} from '../../../src/debugging/verdict/observations.ts';
import {cFrame, pythonFrame, thread, traceback} from '../documents.ts';

const mutex = (owner: number | null) => ({for: 'mutex', address: '0x7f00', owner}) as const;
const sleeping = {for: 'system-call', name: 'clock_nanosleep'} as const;

const judge = (threads: readonly Partial<TracebackThread>[], observations: Observations = {}) =>
  judgeTraceback(
    traceback({threads: threads.map((given, at) => thread({id: 10 + at, isMain: at === 0, ...given}))}),
    observations,
  );

test('a circle of three threads is found, from whichever it is reached', t => {
  const verdict = judge([{waits: mutex(11)}, {waits: mutex(12)}, {waits: mutex(13)}, {waits: mutex(11)}]);
  t.is(verdict.headline, 'Deadlock of 3 threads');
  t.deepEqual(verdict.reasons, [
    'thread 11 waits for a mutex that thread 12 holds',
    'thread 12 waits for a mutex that thread 13 holds',
    'thread 13 waits for a mutex that thread 11 holds',
  ]);
});

test('a thread that waits for a mutex of its own is a deadlock', t => {
  const verdict = judge([{waits: mutex(10)}]);
  t.is(verdict.headline, 'Deadlock of a thread with itself');
  t.deepEqual(verdict.reasons, ['main thread waits for a mutex that it holds itself']);
});

test('two RLocks are a deadlock by name', t => {
  const lock = (owner: number) => ({for: 'python-lock', type: 'RLock', owner}) as const;
  const verdict = judge([{waits: lock(11)}, {waits: lock(10), pythonName: 'taker'}]);
  t.deepEqual(verdict.reasons, [
    'main thread waits for the RLock that thread taker holds',
    'thread taker waits for the RLock that main thread holds',
  ]);
});

test('a chain that ends in a thread that sleeps is no deadlock', t => {
  t.is(judge([{waits: mutex(11)}, {waits: sleeping}]).kind, 'waiting');
});

test('a mutex whose owner the process does not have is a deadlock, unless threads were left out', t => {
  const threads = [thread({isMain: true, waits: mutex(4711)})];
  const verdict = judgeTraceback(traceback({threads}));
  t.is(verdict.kind, 'deadlock');
  t.deepEqual(verdict.reasons, [
    'main thread waits for a mutex of thread 4711, and the process has no such thread',
  ]);
  t.is(judgeTraceback(traceback({threads, threadsCut: 1})).kind, 'waiting');
});

test('a thread that holds the GIL and keeps the processor busy in C loops', t => {
  const frames = [cFrame(), pythonFrame()];
  const busy = {threadTimes: [{id: 10, usedMs: 95, sampleMs: 100}]};
  const verdict = judge(
    [
      {gil: 'holds', frames},
      {gil: 'waits', waits: {for: 'gil'}},
    ],
    busy,
  );
  t.like(verdict, {
    kind: 'looping',
    headline: 'Looping in work',
    place: 'in work, work.c:3, main thread, holds GIL',
  });
  t.deepEqual(verdict.reasons, ['main thread used 95 % of a processor', '1 thread waits for the GIL']);
  t.is(judge([{gil: 'holds', frames}], busy).kind, 'looping');
});

test('one look at a thread that runs does not tell that it loops', t => {
  t.is(judge([{gil: 'holds', frames: [cFrame()]}]).kind, 'running');
  t.is(judge([{gil: 'holds', frames: [cFrame()]}], {timeoutSeconds: 5}).kind, 'looping');
});

test('a thread that runs the interpreter without the GIL is told as such', t => {
  const append = cFrame({function: 'PyList_Append', origin: 'interpreter'});
  const {reasons} = judge([{gil: 'released', frames: [append, cFrame()]}]);
  t.deepEqual(reasons, ['PyList_Append was called without holding the GIL (no thread holds it)']);
  t.deepEqual(judge([{gil: 'holds', frames: [append, cFrame()]}]).reasons, []);
});

test('a lock of Python is told by its name', t => {
  const lock = (type: string) => judge([{waits: {for: 'python-lock', type, owner: null}}]).reasons[0];
  t.is(lock('Lock'), 'main thread waits for a Lock');
  t.is(lock('RLock'), 'main thread waits for an RLock');
  t.is(lock('Event'), 'main thread waits for an Event');
});

test('a thread of Python that runs is told as running', t => {
  const busy = {threadTimes: [{id: 10, usedMs: 100, sampleMs: 100}]};
  t.is(judge([{gil: 'holds', frames: [pythonFrame()]}], busy).kind, 'running');
});

test('a thread that hardly worked between two looks is not said to loop', t => {
  const idle = {threadTimes: [{id: 10, usedMs: 0, sampleMs: 100}]};
  t.is(judge([{gil: 'holds', frames: [cFrame()]}], idle).kind, 'running');
  t.is(judge([{gil: 'holds', frames: [cFrame()], waits: sleeping}], idle).kind, 'waiting');
});

test('a thread that is seen in a system call runs, where it keeps the processor busy', t => {
  const busy = {threadTimes: [{id: 10, usedMs: 90, sampleMs: 100}]};
  t.is(judge([{gil: 'holds', frames: [cFrame()], waits: sleeping}], busy).kind, 'looping');
});

test('without a GIL the thread that worked most is told, and how many run', t => {
  const threadTimes = [
    {id: 10, usedMs: 60, sampleMs: 100},
    {id: 11, usedMs: 99, sampleMs: 100},
  ];
  const verdict = judge([{frames: [pythonFrame()]}, {frames: [cFrame()]}], {threadTimes});
  t.is(verdict.thread, 11);
  t.true(verdict.reasons.includes('2 threads run'));
});

test('threads that wait are told with what for', t => {
  const verdict = judge(
    [
      {waits: {for: 'system-call', name: 'read'}, frames: [pythonFrame()]},
      {waits: {for: 'python-lock', type: 'Condition', owner: null}, pythonName: 'worker'},
    ],
    {timeoutSeconds: 3},
  );
  t.is(verdict.headline, 'All 2 threads wait, not done after 3 s');
  t.deepEqual(verdict.reasons, [
    'main thread (main, app.py:7) waits in read()',
    'thread worker waits for a Condition',
  ]);
  t.deepEqual(verdict.hints, []);
});

test('threads that wait for the same in the same place share a sentence', t => {
  const lock = {for: 'python-lock', type: 'Lock', owner: null} as const;
  const worker = {waits: lock, frames: [pythonFrame()]};
  t.deepEqual(judge([{waits: sleeping}, worker, worker, worker]).reasons, [
    'main thread waits in clock_nanosleep()',
    '3 threads (main, app.py:7) wait for a Lock',
  ]);
});

test('a long row of threads that wait for the next is no circle', t => {
  const count = 5000;
  const threads = Array.from({length: count}, (_, at) =>
    thread({id: at + 1, waits: at + 1 < count ? mutex(at + 2) : sleeping}),
  );
  t.is(judgeTraceback(traceback({threads})).kind, 'waiting');
});
