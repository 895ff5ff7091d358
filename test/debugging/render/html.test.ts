import test from 'ava';
import {renderHtml} from '../../../src/debugging/render/html.ts';
import type {Sources} from '../../../src/debugging/render/text-options.ts';
import type {Traceback} from '../../../src/debugging/traceback/model.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {printable} from '../../../src/report/printable.ts';
import {cFrame, lineOf, programSources, recorded, thread, traceback} from '../documents.ts';
import {HOSTILE, hostileSources, hostileTraceback} from '../hostile.ts';
import {absentPython, type PageEvent, parsedPage} from './parsed-page.ts';

const parsedTest = absentPython === '' ? test : test.skip;

const page = (document: Traceback, sources: Sources = programSources, command = 'pyxdbg dump') =>
  renderHtml(document, judgeTraceback(document, {}, sources.line), sources, [{label: 'Again', command}]);

/** Elements and attributes of the page; none of them loads, runs or sends anything. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  html: ['lang'],
  head: [],
  meta: ['charset', 'http-equiv', 'content', 'name'],
  title: [],
  style: [],
  body: [],
  header: [],
  main: [],
  h1: ['class'],
  p: ['class'],
  details: ['class', 'open'],
  summary: [],
  span: ['class'],
  code: ['class'],
  pre: ['class'],
  mark: [],
  ul: ['class'],
  li: [],
};
const EMPTY = ['meta'];

function strangers(events: readonly PageEvent[]): readonly string[] {
  return events.flatMap(event => {
    if (event[0] === 'text' || event[0] === 'end') return [];
    if (event[0] !== 'start') return event[1] === 'DOCTYPE html' ? [] : [`${event[0]} ${event[1]}`];
    const allowed = ELEMENTS[event[1]];
    if (!allowed) return [event[1]];
    return event[2].filter(([name]) => !allowed.includes(name)).map(([name]) => `${event[1]} ${name}`);
  });
}

function unbalanced(events: readonly PageEvent[]): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const event of events) {
    if (event[0] === 'start' && !EMPTY.includes(event[1])) open.push(event[1]);
    if (event[0] === 'end' && open.pop() !== event[1]) wrong.push(event[1]);
  }
  return [...wrong, ...open];
}

const textOf = (events: readonly PageEvent[]): string =>
  events.flatMap(event => (event[0] === 'text' ? [event[1]] : [])).join('');

for (const text of HOSTILE) {
  parsedTest(
    `nothing of the process becomes an element of the page: ${JSON.stringify(text)}${absentPython}`,
    t => {
      const events = parsedPage(page(hostileTraceback(text), hostileSources(text), text));
      t.deepEqual(strangers(events), []);
      t.deepEqual(unbalanced(events), []);
      // Headline, note, names, values, lines of source and the command: it is shown, as it is or with its escapes.
      t.true(textOf(events).split(printable(text)).length > 20);
    },
  );
}

for (const name of ['null', 'recurse', 'cross_locks', 'uncaught']) {
  parsedTest(`the page of the recorded program ${name} is whole${absentPython}`, t => {
    const events = parsedPage(page(recorded(name)));
    t.deepEqual(strangers(events), []);
    t.deepEqual(unbalanced(events), []);
  });
}

parsedTest(`the policy of the page allows nothing but its own style sheet${absentPython}`, t => {
  const policies = parsedPage(page(recorded('null'))).flatMap(event =>
    event[0] === 'start' && event[2].some(([, value]) => value === 'Content-Security-Policy')
      ? [event[2]]
      : [],
  );
  t.deepEqual(
    policies.map(attributes => attributes.find(([name]) => name === 'content')?.[1]),
    ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"],
  );
});

test('the page names no address of another file', t => {
  t.notRegex(page(recorded('null')), /https?:|url\(|@import|src=|href=/);
});

parsedTest(
  `the line of the crash is marked, and the tree shows what a pointer points to${absentPython}`,
  t => {
    const events = parsedPage(page(recorded('null')));
    const marked = events.flatMap((event, at) => {
      const text = events[at + 1];
      return event[0] === 'start' && event[1] === 'mark' && text?.[0] === 'text' ? [text[1]] : [];
    });
    t.is(
      marked[0]?.trim(),
      `${lineOf('faults.cpp', 'total += n->weights[i]')}          total += n->weights[i];`,
    );
    t.regex(textOf(events), /weights = NULL\s*double \*/);
  },
);

test('a thread that matters is open, the others are not', t => {
  const opened = (document: Traceback) => page(document).match(/<details class="thread"( open)?>/g);
  t.deepEqual(opened(recorded('null')), ['<details class="thread" open>']);
  t.deepEqual(opened(recorded('cross_locks')), [
    '<details class="thread" open>',
    '<details class="thread" open>',
    '<details class="thread">',
  ]);
});

test('the page of a thousand threads stays one that a browser opens', t => {
  const line = 'x'.repeat(400);
  const frames = Array.from({length: 40}, (_, at) => cFrame({line: 100 + at * 20}));
  const threads = Array.from({length: 1000}, (_, at) => thread({id: at + 1, frames}));
  const size = page(traceback({threads}), {line: () => line}).length;
  // 1,000 threads x 40 frames x 11 lines of 400 characters would be 176 MB.
  t.true(size < 32 << 20, String(size));
});
