import {readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import {layoutFiles} from '../../../src/debugging/layout/layout-files.ts';
import {probedLayout, withoutRefused} from '../../../src/debugging/layout/probe-object.ts';

const walker = new URL('../../../templates/runtime/walker/', import.meta.url);
const probe = readFileSync(new URL('layout-probe.c', walker), 'utf8');

/** An object file that holds `struct pyxdbg_layout`, with something before it. */
function objectOf(values: readonly (readonly [string, number])[], isFreeThreaded = false): Buffer {
  const layout = Buffer.alloc(48 + 16 + 128 * 48);
  layout.write('pyxdbg-layout-probe:1');
  layout.write('3.12.1', 24);
  layout.writeBigUInt64LE(0x030c01f0n, 48);
  layout.writeBigUInt64LE(isFreeThreaded ? 1n : 0n, 56);
  for (const [at, [name, value]] of values.entries()) {
    layout.write(name, 64 + 48 * at);
    layout.writeBigUInt64LE(BigInt(value), 64 + 48 * at + 40);
  }
  return Buffer.concat([Buffer.from('\u007fELF, and more'), layout]);
}

test('the values of the probe are read from the data of an object file', t => {
  const found = probedLayout(
    objectOf([
      ['interp.next', 0],
      ['tstate.next', 8],
    ]),
  );
  t.is(found?.version, '3.12.1');
  t.is(found?.minor, 12);
  t.false(found?.isFreeThreaded);
  t.deepEqual(
    [...(found?.values ?? [])],
    [
      ['interp.next', 0],
      ['tstate.next', 8],
    ],
  );
  t.true(probedLayout(objectOf([], true))?.isFreeThreaded);
});

test('an object without the values, or with a part of them, has none', t => {
  t.is(probedLayout(Buffer.from('\u007fELF')), null);
  t.is(probedLayout(objectOf([['interp.next', 0]]).subarray(0, -1)), null);
});

test('as many values are read as there is room for', t => {
  const values = Array.from({length: 128}, (_, at) => [`n${at}`, at] as const);
  t.is(probedLayout(objectOf(values))?.values.size, 128);
});

test('lines of the probe that a compiler refuses are left out, the others keep their numbers', t => {
  const lines = probe.split('\n');
  const at = lines.findIndex(line => line.includes('"interp.gil"'));
  const next = lines.findIndex(line => line.includes('"interp.next"'));
  const header = lines.findIndex(line => line.includes('pycore_gil.h'));
  const said = [
    `/t/probe.c:25:42: error: 'PyInterpreterState' has no member named 'ceval'`,
    `/t/probe.c:${at + 1}:10: note: in expansion of macro 'OFFSET'`,
    `/t/probe.c:${next + 1}:10: error: no member named 'next' in 'PyInterpreterState'`,
    `/t/probe.c:${header + 1}:10: fatal error: internal/pycore_gil.h: No such file or directory`,
    `/t/probe.c:${at + 2}:10: note: expanded from macro 'OFFSET'`,
  ].join('\n');
  const left = withoutRefused(probe, '/t/probe.c', said)?.split('\n');
  t.is(left?.length, lines.length);
  t.deepEqual(
    lines.filter((line, index) => line !== left?.[index]),
    [lines[header], lines[next], lines[at]],
  );
});

test('an error elsewhere is not mended', t => {
  t.is(withoutRefused(probe, '/t/probe.c', '/t/probe.c:8:10: fatal error: Python.h: No such file'), null);
  t.is(withoutRefused(probe, '/t/probe.c', '/usr/include/python3.16/Python.h:60:1: error: no'), null);
  t.is(withoutRefused(probe, '/t/probe.c', ''), null);
});

test('files have the names that the walker looks for, and the form of those that are there', t => {
  const [layout, freeThreaded] = [probedLayout(objectOf([])), probedLayout(objectOf([], true))];
  if (!layout || !freeThreaded) return t.fail();
  t.deepEqual([...layoutFiles(layout, []).keys()], ['table-3.12.json']);
  t.deepEqual(
    [...layoutFiles(freeThreaded, ['version']).keys()],
    ['table-3.12t.json', 'debug-offsets-3.12.json'],
  );
  t.deepEqual([...layoutFiles(layout, [], true).keys()], ['table-3.12-windows.json']);
  t.is(layoutFiles(layout, []).get('table-3.12.json'), '{\n  "version": "3.12.1",\n  "offsets": {}\n}\n');
});

test('every table has what the walker holds against the process', t => {
  const folder = new URL('layouts/', walker);
  const tables = readdirSync(folder).filter(name => name.startsWith('table-'));
  t.true(tables.length >= 17);
  for (const name of tables) {
    const {offsets} = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const needed = ['tstate.interp', 'type.basicsize', 'size.type', 'size.code', 'size.dict', 'size.str'];
    t.deepEqual(
      needed.filter(field => !(field in offsets)),
      [],
      name,
    );
  }
});
