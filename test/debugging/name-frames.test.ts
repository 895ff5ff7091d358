import test from 'ava';
import type {CodePlace} from '../../src/binary/dwarf/locate-code.ts';
import type {CFrame, Frame} from '../../src/debugging/traceback/model.ts';
import {nameFrames, pointsToName} from '../../src/debugging/traceback/name-frames.ts';
import {cFrame, pythonFrame, thread, traceback} from './documents.ts';

/** A frame of the interpreter of which the debugger knows nothing but where it is. */
const bare = (offset: string, given: Partial<CFrame> = {}): CFrame =>
  cFrame({
    function: null,
    file: null,
    line: null,
    module: '/usr/bin/python3',
    offset,
    origin: 'interpreter',
    ...given,
  });

const of = (...frames: Frame[]) => traceback({threads: [thread({frames})]});

const asked = (...frames: Frame[]): readonly string[] =>
  pointsToName(of(...frames)).map(({module, offset}) => `${module}+0x${offset.toString(16)}`);

const place = (name: string | null, line: number, isInlined = false): CodePlace => ({
  function: name,
  file: '/src/call.c',
  line,
  isInlined,
});

const PYTHON = '/usr/bin/python3';

test('a caller is looked up before its return address, the newest frame of C where it is', t => {
  t.deepEqual(asked(pythonFrame(), bare('0x10'), pythonFrame(), bare('0x20')), [
    `${PYTHON}+0x10`,
    `${PYTHON}+0x1f`,
  ]);
});

test('the frame that a signal interrupted is looked up where it is, also behind what was inlined there', t => {
  const signal = bare('0x30', {isSignal: true, origin: 'system'});
  t.deepEqual(asked(bare('0x10'), bare('0x20'), signal, bare('0x40'), bare('0x50')), [
    `${PYTHON}+0x10`,
    `${PYTHON}+0x1f`,
    `${PYTHON}+0x40`,
    `${PYTHON}+0x4f`,
  ]);
  const inlined = cFrame({isInlined: true});
  t.deepEqual(asked(inlined, bare('0x10'), bare('0x20')), [`${PYTHON}+0x10`, `${PYTHON}+0x1f`]);
});

test('frames that were left out end with a caller', t => {
  t.deepEqual(asked({kind: 'cut', frames: 3}, bare('0x10')), [`${PYTHON}+0xf`]);
});

test("the user's frames, and those without a place or with a line, are not looked up", t => {
  t.deepEqual(
    asked(
      bare('0x10', {origin: 'user'}),
      bare('0x10', {offset: null}),
      bare('0x10', {module: null}),
      bare('0x10', {file: '/src/call.c', line: 1}),
      bare('0x0'),
    ),
    [],
  );
});

test('each thread has a newest frame of its own', t => {
  const both = traceback({threads: [thread({frames: [bare('0x10')]}), thread({frames: [bare('0x20')]})]});
  t.deepEqual(
    pointsToName(both).map(({offset}) => offset),
    [0x10n, 0x20n],
  );
});

test('functions that were inlined come before the frame that they were inlined into', t => {
  const physical = bare('0x20', {
    function: 'PyObject_Call',
    address: '0x420020',
    arguments: [{name: 'self', type: null, value: '1'}],
  });
  const {threads} = nameFrames(of(pythonFrame(), physical), ({offset}) =>
    offset === 0x20n ? [place('inner', 7, true), place('middle', 9, true), place('call', 12)] : [],
  );
  const shared = {
    module: PYTHON,
    offset: '0x20',
    address: '0x420020',
    origin: 'interpreter',
    isSignal: false,
  };
  t.deepEqual(threads[0]?.frames, [
    pythonFrame(),
    {...physical, ...shared, ...place('inner', 7, true), arguments: []},
    {...physical, ...shared, ...place('middle', 9, true), arguments: []},
    {...physical, ...shared, ...place('call', 12)},
  ]);
});

test('a name that the debugger has found stays where debug information has none', t => {
  const {threads} = nameFrames(of(bare('0x20', {function: '_start'})), () => [place(null, 3)]);
  t.like(threads[0]?.frames[0], {function: '_start', file: '/src/call.c', line: 3});
});

test('a frame of which nothing is known stays as it is', t => {
  const before = of(bare('0x20', {function: '_start'}), cFrame());
  t.deepEqual(
    nameFrames(before, () => []),
    before,
  );
});
