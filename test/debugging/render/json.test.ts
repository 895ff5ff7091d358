import {readFileSync} from 'node:fs';
import {Ajv} from 'ajv';
import test from 'ava';
import {excerpts} from '../../../src/debugging/render/excerpts.ts';
import {tracebackJson} from '../../../src/debugging/render/json.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {cFrame, lineOf, programSources, recorded, thread, traceback} from '../documents.ts';
import {HOSTILE, hostileSources, hostileTraceback} from '../hostile.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../schema/traceback.schema.json', import.meta.url), 'utf8'),
);
const isValid = new Ajv({strict: true, strictTypes: false}).compile(schema);

for (const name of ['null', 'recurse', 'cross_locks', 'wait', 'fatal']) {
  test(`the JSON of the recorded program ${name} is valid by the schema`, t => {
    const document = recorded(name);
    const text = tracebackJson(document, judgeTraceback(document), programSources);
    t.true(isValid(JSON.parse(text)), JSON.stringify(isValid.errors));
  });
}

test('the schema refuses a document with a key less, and a verdict that there is not', t => {
  const document = recorded('null');
  const text = tracebackJson(document, judgeTraceback(document), programSources);
  const {verdict, ...rest} = JSON.parse(text);
  t.false(isValid(rest));
  t.false(isValid({...rest, verdict: {...verdict, kind: 'doomed'}}));
});

test('the document is the one that the walker wrote, and what is made of it', t => {
  const document = recorded('null');
  const verdict = judgeTraceback(document, {}, programSources.line);
  const read = JSON.parse(tracebackJson(document, verdict, programSources));
  t.deepEqual(read.traceback, document);
  t.deepEqual(read.verdict, verdict);
});

for (const text of HOSTILE) {
  test(`what a terminal obeys is escaped in JSON, and the same to a reader: ${JSON.stringify(text)}`, t => {
    const document = hostileTraceback(text);
    const written = tracebackJson(document, judgeTraceback(document), hostileSources(text));
    t.notRegex(written, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    t.is(JSON.parse(written).traceback.modules[0].path, text);
  });
}

test('each line around a frame is given once', t => {
  const given = excerpts(recorded('recurse'), programSources);
  const cpp = given.find(({file}) => file === '/src/faults.cpp');
  const numbers = cpp?.lines.map(({number}) => number) ?? [];
  t.deepEqual(
    numbers,
    [...new Set(numbers)].sort((a, b) => a - b),
  );
  t.true(numbers.includes(lineOf('faults.cpp', 'return descend(depth + 1)')));
});

test('lines are given up to a limit', t => {
  const threads = Array.from({length: 1000}, (_, at) =>
    thread({frames: [cFrame({file: `/src/${at}.c`, line: 9})]}),
  );
  const count = excerpts(traceback({threads}), {line: () => 'x'}).reduce(
    (sum, {lines}) => sum + lines.length,
    0,
  );
  t.is(count, 4000);
});
