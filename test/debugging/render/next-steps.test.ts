import test from 'ava';
import {nextSteps} from '../../../src/debugging/render/next-steps.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {
  cFrame,
  fault,
  lineOf,
  programSources,
  pythonFrame,
  recorded,
  thread,
  traceback,
} from '../documents.ts';

const words = ['app.py', 'a b'];

test('the next run stops at the line of the verdict', t => {
  const document = recorded('over_decref');
  const verdict = judgeTraceback(document, {}, programSources.line);
  const line = lineOf('faults.cpp', '// the first');
  t.deepEqual(nextSteps(document, verdict, words, false), [
    {label: 'Stop there', command: `pyxdbg debug --break faults.cpp:${line} app.py 'a b'`},
    {label: 'Keep it', command: "pyxdbg run --output-file crash.html app.py 'a b'"},
  ]);
});

test('where the crash is below Python code only, there is no line of C to stop at', t => {
  const frames = [cFrame({origin: 'interpreter'}), pythonFrame()];
  const document = traceback({signal: fault('0x0'), threads: [thread({isStopped: true, frames})]});
  t.deepEqual(nextSteps(document, judgeTraceback(document), words, true), []);
});

test('a file with a hostile name is one word of the command', t => {
  const frames = [cFrame({file: '/src/$(rm -rf ~).c'})];
  const document = traceback({signal: fault('0x0'), threads: [thread({isStopped: true, frames})]});
  t.is(
    nextSteps(document, judgeTraceback(document), words, true)[0]?.command,
    "pyxdbg debug --break '$(rm -rf ~).c:3' app.py 'a b'",
  );
});
