import test from 'ava';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import type {Verdict} from '../../../src/debugging/verdict/verdict.ts';
import {lineOf, programSources, recorded} from '../documents.ts';

/** What the programs do is known from their sources: each case says in which line of them, and how. */
interface Expected {
  readonly kind: Verdict['kind'];
  readonly headline: RegExp;
  /** The function, and the one line of faults.cpp that holds this text. */
  readonly at: readonly [name: string, text: string];
  readonly reasons?: readonly RegExp[];
  readonly hints?: readonly RegExp[];
}

const CRASHES: Readonly<Record<string, Expected>> = {
  null: {
    kind: 'crash',
    headline: /^Segmentation fault: read of address 0x0$/,
    at: ['sum_weights', 'total += n->weights[i]'],
    reasons: [/^n->weights is NULL$/],
  },
  stray: {
    kind: 'crash',
    headline: /^Segmentation fault: read of address 0x7ead00000018$/,
    at: ['stray', 'PyLong_FromLong(table[3])'],
    reasons: [/^table points to 0x7ead00000000, where no memory is$/],
  },
  copy: {
    kind: 'crash',
    headline: /^Segmentation fault: read of address 0x0$/,
    at: ['copy', 'memcpy(target'],
    reasons: [/^source is NULL$/],
  },
  jump: {
    kind: 'crash',
    headline: /^Segmentation fault: jump to address 0x0$/,
    at: ['jump', '    callback();'],
    reasons: [/^callback is NULL$/],
  },
  over_decref: {
    kind: 'crash',
    headline: /^Segmentation fault: write to address/,
    at: ['over_decref', 'Py_DECREF(argument); // the first'],
    hints: [/reference count is too low/],
  },
  without_lock: {
    kind: 'crash',
    headline: /^Segmentation fault/,
    at: ['without_lock', 'PyList_Append(list'],
    reasons: [/^PyLong_FromLong was called without holding the GIL/],
  },
  recurse: {
    kind: 'stack-overflow',
    headline: /^Stack overflow$/,
    at: ['descend', 'static int descend(int depth)'],
    // 8 MiB of stack by frames of a little more than 4 KiB.
    reasons: [/^descend called itself without end: 20\d\d frames$/],
  },
  failed_assert: {
    kind: 'abort',
    headline: /^Aborted$/,
    at: ['failed_assert', 'assert(count == 4)'],
    reasons: [/Assertion `count == 4' failed\.$/],
  },
  twice_freed: {
    kind: 'abort',
    headline: /^Aborted$/,
    at: ['twice_freed', 'free(block); // again'],
    reasons: [/^double free or corruption/],
    hints: [/^the heap is damaged/],
  },
  fatal: {
    kind: 'fatal-error',
    headline: /^Aborted: fatal error of the interpreter$/,
    at: ['fatal', 'Py_FatalError('],
    reasons: [/^the state of faults is lost$/],
  },
  uncaught: {
    kind: 'uncaught-exception',
    headline: /^Aborted: a C\+\+ exception that nothing caught$/,
    at: ['operator()', 'throw std::runtime_error'],
  },
};

for (const [name, expected] of Object.entries(CRASHES)) {
  test(`of the recorded program ${name} the verdict is what its source does`, t => {
    const traceback = recorded(name);
    const verdict = judgeTraceback(traceback, {}, programSources.line);
    t.is(verdict.kind, expected.kind);
    t.regex(verdict.headline, expected.headline);
    const thread = traceback.threads.find(({id}) => id === verdict.thread);
    t.true(thread?.isStopped);
    t.like(thread?.frames[verdict.frame ?? -1], {
      kind: 'c',
      function: expected.at[0],
      line: lineOf('faults.cpp', expected.at[1]),
    });
    for (const [said, wanted] of [
      [verdict.reasons, expected.reasons ?? []],
      [verdict.hints, expected.hints ?? []],
    ] as const) {
      t.is(said.length, wanted.length, said.join('\n'));
      for (const [at, one] of wanted.entries()) t.regex(said[at] ?? '', one);
    }
  });
}

test('a deadlock of the GIL and a mutex is told as a circle, its holder first', t => {
  const traceback = recorded('cross_locks');
  const verdict = judgeTraceback(traceback);
  const holder = traceback.threads.find(({gil}) => gil === 'holds');
  const waiter = traceback.threads.find(({gil}) => gil === 'waits');
  t.is(verdict.kind, 'deadlock');
  t.is(verdict.thread, holder?.id ?? null);
  const spot = (text: string) => `cross_locks, faults.cpp:${lineOf('faults.cpp', text)}`;
  t.deepEqual(verdict.reasons, [
    `thread ${holder?.pythonName} (${spot('pthread_mutex_lock(&first); // with the GIL')}) holds the GIL and waits for a mutex that thread ${waiter?.pythonName} holds`,
    `thread ${waiter?.pythonName} (${spot('Py_END_ALLOW_THREADS // with the mutex')}) waits for the GIL that thread ${holder?.pythonName} holds`,
  ]);
});

test('a deadlock of two mutexes names both threads', t => {
  const verdict = judgeTraceback(recorded('lock_both'));
  t.is(verdict.kind, 'deadlock');
  const numbers = verdict.reasons.map(reason =>
    /^thread (\d+) .* waits for a mutex that thread (\d+) holds$/.exec(reason)?.slice(1),
  );
  t.deepEqual(numbers[0], numbers[1]?.toReversed());
});

test('a loop in C is told with its line, and who waits for it', t => {
  const traceback = recorded('spin');
  const verdict = judgeTraceback(traceback, {timeoutSeconds: 2});
  t.is(verdict.kind, 'looping');
  const frame = traceback.threads.find(({isMain}) => isMain)?.frames[verdict.frame ?? -1];
  t.like(frame, {kind: 'c', function: 'spin'});
  const line = frame?.kind === 'c' ? (frame.line ?? 0) : 0;
  t.true(line >= lineOf('faults.cpp', 'while (counter != 0)'));
  t.true(line <= lineOf('faults.cpp', 'counter += counter'));
  t.deepEqual(verdict.reasons, ['1 thread waits for the GIL']);
});

test('a deadlock of two RLocks of Python names both threads', t => {
  const verdict = judgeTraceback(recorded('python_locks'));
  const spot = `faulty.py:${lineOf('faulty.py', 'with other:')}`;
  t.is(verdict.kind, 'deadlock');
  t.deepEqual(verdict.reasons, [
    `main thread (python_locks.<locals>.take, ${spot}) waits for the RLock that thread taker holds`,
    `thread taker (python_locks.<locals>.take, ${spot}) waits for the RLock that main thread holds`,
  ]);
});

test('a thread that waits for a lock without an owner is told as waiting, a deadlock only as likely', t => {
  const verdict = judgeTraceback(recorded('wait'));
  t.is(verdict.kind, 'waiting');
  t.is(verdict.headline, 'The only thread waits');
  t.regex(verdict.reasons[0] ?? '', /^main thread \(Condition\.wait, threading\.py:\d+\) waits for a Lock$/);
  t.regex(verdict.hints[0] ?? '', /deadlock, unless a time limit or a signal/);
});
