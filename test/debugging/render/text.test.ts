import test from 'ava';
import {renderTraceback} from '../../../src/debugging/render/text.ts';
import type {TracebackTextOptions} from '../../../src/debugging/render/text-options.ts';
import type {Traceback} from '../../../src/debugging/traceback/model.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {makeStyle} from '../../../src/report/style.ts';
import {cFrame, fault, programSources, pythonFrame, recorded, thread, traceback} from '../documents.ts';
import {HOSTILE, hostileSources, hostileTraceback} from '../hostile.ts';

function render(document: Traceback, given: Partial<TracebackTextOptions> = {}): string {
  const options = {
    style: makeStyle(false),
    width: 80,
    allThreads: false,
    verbose: false,
    sources: programSources,
    next: [],
    ...given,
  };
  return renderTraceback(document, judgeTraceback(document, {}, options.sources.line), options);
}

const RECORDED = [
  'null',
  'over_decref',
  'failed_assert',
  'uncaught',
  'recurse',
  'jump',
  'without_lock',
  'fatal',
  'spin',
  'cross_locks',
  'python_locks',
] as const;

for (const name of RECORDED) {
  test(`the report of the recorded program ${name}`, t => t.snapshot(render(recorded(name))));

  for (const width of [60, 80, 120]) {
    test(`the report of ${name} stays within ${width} columns`, t => {
      for (const verbose of [false, true]) {
        const lines = render(recorded(name), {width, verbose, allThreads: verbose}).split('\n');
        t.deepEqual(
          lines.filter(line => line.length > width),
          [],
        );
      }
    });
  }
}

test('a pointer that the compiler left out is shown with what it would point to', t => {
  const node = {
    name: '*',
    type: 'node_t',
    value: '{id = 42}',
    parts: [{name: 'id', type: 'int', value: '42'}],
  };
  const left = {name: 'n', type: 'node_t *', value: null, missing: 'optimized out', parts: [node]};
  const text = render(traceback({threads: [thread({frames: [cFrame({arguments: [left]})]})]}));
  t.true(text.includes('n = <optimized out> -> {id = 42}'), text);
});

test('colours change nothing of the text', t => {
  const coloured = render(recorded('null'), {style: makeStyle(true)});
  t.true(coloured.includes('\u001b['));
  t.is(coloured.replaceAll(/\u001b\[\d+m/g, ''), render(recorded('null')));
});

for (const text of HOSTILE) {
  test(`nothing of the process is obeyed by a terminal: ${JSON.stringify(text)}`, t => {
    const document = hostileTraceback(text);
    const shown = render(document, {
      allThreads: true,
      verbose: true,
      sources: hostileSources(text),
      next: [{label: 'Again', command: text}],
    });
    t.notRegex(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\ud800-\udfff]/);
  });
}

test("every thread is shown with its frames on request, and the interpreter's frames are", t => {
  const document = recorded('cross_locks');
  const main = /^Thread \d+ MainThread(?:,[^:\n]*)?$/m;
  t.notRegex(render(document), main);
  const whole = render(document, {allThreads: true, verbose: true});
  t.regex(whole, main);
  t.regex(whole, /C {3}take_gil/);
  t.notRegex(whole, /Not shown|\.\.\. \d+ frames of/);
});

test('threads that do the same share a line, and the line says how many they are', t => {
  const waits = {for: 'system-call', name: 'futex'} as const;
  const document = traceback({
    signal: fault('0x0'),
    threads: [
      thread({isStopped: true, isMain: true, frames: [cFrame()]}),
      ...Array.from({length: 40}, (_, at) => thread({id: 100 + at, waits, frames: [pythonFrame()]})),
    ],
    threadsCut: 7,
  });
  const text = render(document);
  t.true(text.includes('40 threads (100, 101, 102, 103, ...): main, app.py:7, waits in futex()\n'));
  t.true(text.includes('and 7 more threads\n'));
});

test('a module without debug information is told with the command that cures it', t => {
  const document = traceback({
    signal: fault('0x0'),
    threads: [
      thread({
        isStopped: true,
        isMain: true,
        frames: [cFrame({function: null, file: null, line: null, offset: '0x11eb'})],
      }),
    ],
    modules: [
      {path: '/src/work.cpython-313-x86_64-linux-gnu.so', hasDebugInfo: false, buildId: null},
      {path: '/venv/lib/python3.13/site-packages/other/_core.so', hasDebugInfo: false, buildId: null},
      {path: '/src/fine.so', hasDebugInfo: true, buildId: null},
      {path: '/opt/server', hasDebugInfo: false, buildId: null},
    ],
  });
  const text = render(document);
  t.true(text.includes('  C   ??  work.so+0x11eb\n'));
  t.true(
    text.includes(
      'work has no debug information: no C names, lines or variables.\n  fix   pyxdbg build --debug --inplace ',
    ),
  );
  t.true(text.includes('_core has no debug information'));
  t.false(text.includes('fine has'));
  // What no build of the project makes.
  t.true(text.includes('server has no debug information'));
  t.true(text.includes('  fix   pyxdbg symbols fetch /opt/server '));
});

test('lines of a file that changed since, or that stands elsewhere, are told as such', t => {
  const document = traceback({
    signal: fault('0x0'),
    threads: [thread({isStopped: true, isMain: true, frames: [cFrame()]})],
  });
  const sources = {line: () => 'x = *p;', elsewhere: () => 'lib/work.c', isNewer: () => true};
  const text = render(document, {sources}).replaceAll(/\s+/g, ' ');
  t.true(text.includes('note: /src/work.c is not here: its lines are those of lib/work.c'));
  t.true(text.includes('note: work.c was changed after work.so was built'));
});

test('an order of frames that is not certain is told, where there are frames of both', t => {
  const ofBoth = [cFrame(), pythonFrame()];
  const document = (frames: typeof ofBoth) =>
    traceback({threads: [thread({isMergedExactly: false, frames})]});
  const note = /note: where its Python frames stand among those of C is not certain/;
  t.regex(render(document(ofBoth)), note);
  t.notRegex(render(document(ofBoth.slice(0, 1))), note);
});

test('a document without threads is told, too', t => {
  t.regex(render(traceback()), /^All 0 threads wait\n/);
});
