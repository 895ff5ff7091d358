import test from 'ava';
import type {Traceback, TracebackThread} from '../../../src/debugging/traceback/model.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {cFrame, fault, pythonFrame, thread, traceback} from '../documents.ts';

const interpreter = (name: string) =>
  cFrame({function: name, origin: 'interpreter', file: null, line: null, module: '/usr/bin/python3.13'});

function crashed(
  signal: Traceback['signal'],
  given: Partial<TracebackThread> = {},
  more: Partial<Traceback> = {},
) {
  const main = thread({
    isMain: true,
    isStopped: true,
    gil: 'holds',
    frames: [cFrame(), pythonFrame()],
    ...given,
  });
  return traceback({signal, ...more, threads: [main, ...(more.threads ?? [])]});
}

const SIGNALS: readonly (readonly [headline: string, signal: Traceback['signal']])[] = [
  ['Segmentation fault: access to address 0x18', fault('0x18')],
  ['Segmentation fault: write to address 0x18', fault('0x18', {access: 'write'})],
  [
    'Segmentation fault: write to address 0x18, which may not be written',
    fault('0x18', {access: 'write', code: 'SEGV_ACCERR'}),
  ],
  [
    'Segmentation fault: an access that the processor refuses, at an address it does not tell',
    fault('0x0', {code: 'SI_KERNEL'}),
  ],
  [
    'Segmentation fault: sent by a program (kill, raise), not by a fault of this code',
    fault(null, {code: 'SI_USER'}),
  ],
  ['Segmentation fault', fault(null, {code: null})],
  [
    'Arithmetic exception: integer division by zero',
    {number: 8, name: 'SIGFPE', code: 'FPE_INTDIV', address: null, access: null},
  ],
  [
    'Bus error: address that does not exist (a mapped file that was cut short)',
    {number: 7, name: 'SIGBUS', code: 'BUS_ADRERR', address: '0x7f0000000000', access: null},
  ],
  ['Aborted', {number: 6, name: 'SIGABRT', code: 'SI_TKILL', address: null, access: null}],
  ['SIGSTKFLT', {number: 16, name: 'SIGSTKFLT', code: null, address: null, access: null}],
];

for (const [headline, signal] of SIGNALS) {
  test(`a signal is told as: ${headline}`, t => t.is(judgeTraceback(crashed(signal)).headline, headline));
}

test('the place is the newest frame, its thread and the GIL', t => {
  t.is(judgeTraceback(crashed(fault('0x0'))).place, 'in work, work.c:3, main thread, holds GIL');
});

test('of a crash in the interpreter the place says which line of the user led there', t => {
  const verdict = judgeTraceback(
    crashed(fault('0x8'), {frames: [interpreter('PyList_Append'), cFrame(), pythonFrame()]}),
  );
  t.is(
    verdict.place,
    'in PyList_Append, python3.13+0x10, called from work, work.c:3, main thread, holds GIL',
  );
  t.is(verdict.frame, 1);
});

test("a function of a header in the user's binary is not his line", t => {
  const inlined = cFrame({function: 'Py_DECREF', file: '/opt/include/python3.13/object.h', line: 949});
  const verdict = judgeTraceback(crashed(fault('0x8'), {frames: [inlined, cFrame(), pythonFrame()]}));
  t.is(verdict.frame, 1);
});

test('an exception that passed a clean-up is known by the personality routine', t => {
  // As gdb lists it with libstdc++ stripped: __cxa_call_terminate and its like have no names.
  const names = ['raise', 'abort', null, null, null, '__gxx_personality_v0', null, '_Unwind_Resume'];
  const system = names.map(name => cFrame({function: name, origin: 'system', file: null, line: null}));
  const abort = {number: 6, name: 'SIGABRT', code: 'SI_TKILL', address: null, access: null} as const;
  t.is(judgeTraceback(crashed(abort, {frames: [...system, cFrame()]})).kind, 'uncaught-exception');
});

test('a crash without a frame still has its signal and its thread', t => {
  t.like(judgeTraceback(crashed(fault('0x8'), {frames: []})), {
    headline: 'Segmentation fault: access to address 0x8',
    place: 'main thread, holds GIL',
    frame: null,
  });
});

test('a crash of a thread that was left out still has its signal', t => {
  t.like(judgeTraceback(traceback({signal: fault('0x8')})), {thread: null, frame: null, place: null});
});

test('an address that the processor does not tell is not taken for NULL', t => {
  const frame = cFrame({locals: [{name: 'p', type: 'int *', value: '0x0'}]});
  const line = () => 'return *p;';
  const reasons = (signal: Traceback['signal']) =>
    judgeTraceback(crashed(signal, {frames: [frame]}), {}, line).reasons;
  t.deepEqual(reasons(fault('0x0')), ['p is NULL']);
  t.deepEqual(reasons(fault('0x0', {code: 'SI_KERNEL'})), []);
});

test('a call into the interpreter without the GIL is told, with who holds it', t => {
  const frames = [interpreter('_PyObject_Malloc'), interpreter('PyLong_FromLong'), cFrame()];
  const other = thread({id: 11, pythonName: 'worker', gil: 'holds'});
  const reasons = (given: Partial<TracebackThread>) =>
    judgeTraceback(crashed(fault('0x10'), {frames, ...given}, {threads: [other]})).reasons;
  const told = ['PyLong_FromLong was called without holding the GIL (thread worker holds it)'];
  t.deepEqual(reasons({gil: 'released'}), told);
  // A thread that Python does not know cannot hold what another one holds.
  t.deepEqual(reasons({gil: null}), told);
  t.deepEqual(reasons({gil: 'holds'}), []);
});

test('a call without the GIL is not told of what takes it, nor where it is not known who holds it', t => {
  const reasons = (name: string, given: Partial<TracebackThread>) =>
    judgeTraceback(crashed(fault('0x10'), {frames: [interpreter(name), cFrame()], ...given})).reasons;
  t.deepEqual(reasons('PyGILState_Ensure', {gil: 'released'}), []);
  t.deepEqual(reasons('PyEval_RestoreThread', {gil: 'released'}), []);
  t.deepEqual(reasons('PyLong_FromLong', {gil: null}), []);
});

test('modules of the interpreter that let go of the GIL are not blamed', t => {
  const frames = [interpreter('deflate'), interpreter('zlib_compress'), pythonFrame()];
  t.deepEqual(judgeTraceback(crashed(fault('0x10'), {frames, gil: 'released'})).reasons, []);
});

test('a crash while an object is freed is likely a reference count that is too low', t => {
  const hints = (name: string) =>
    judgeTraceback(crashed(fault('0x10'), {frames: [interpreter(name), pythonFrame()]})).hints;
  for (const name of [
    'subtype_dealloc',
    '_Py_Dealloc',
    'visit_decref',
    'gc_collect_main',
    'dict_dealloc.cold',
  ])
    t.regex(hints(name)[0] ?? name, /reference count is too low/);
  t.deepEqual(hints('PyList_Append'), []);
});

test('an argument that is no object any more is told, locals of C that have no value yet are not', t => {
  const gone = {
    name: 'item',
    type: 'PyObject *',
    value: '0x7f00',
    python: {type: '?', value: '<unreadable>'},
  };
  const hints = (given: Parameters<typeof cFrame>[0]) =>
    judgeTraceback(crashed(fault('0x10'), {frames: [interpreter('PyObject_Repr'), cFrame(given)]})).hints;
  t.regex(hints({arguments: [gone]})[0] ?? '', /^item is no object of Python any more/);
  t.deepEqual(hints({locals: [gone]}), []);
});

test('words that were printed before the end come first', t => {
  const abort = {number: 6, name: 'SIGABRT', code: 'SI_TKILL', address: null, access: null};
  t.deepEqual(
    judgeTraceback(crashed(abort, {}, {abortMessage: "app: x.c:1: f: Assertion `a' failed."})).reasons,
    ["app: x.c:1: f: Assertion `a' failed."],
  );
  t.deepEqual(judgeTraceback(crashed(abort), {lastWords: 'no way'}).reasons, ['no way']);
});
