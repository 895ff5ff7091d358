import {join} from 'node:path';
import test from 'ava';
import {lastingCalls} from '../../src/system/lasting-calls.ts';
import {writeTree} from '../builders/tree.ts';

const folder = writeTree({'module.c': ''});
const call = (...args: string[]) => ({tool: 'gcc', cwd: folder, args});

test('a source that was taken away again was only tried out', t => {
  const trial = call('-c', join(folder, 'tmp1', 'flag.c'));
  const compile = call('-c', 'module.c');
  const link = call('-shared', 'module.o', '-o', 'module.so');
  t.deepEqual([trial, compile, link].filter(lastingCalls([trial, compile, link])), [compile, link]);
});

test('where no source is to be seen, every call counts', t => {
  const calls = [call('-c', 'Z:\\project\\module.c'), call('-c', 'gone.c')];
  t.deepEqual(calls.filter(lastingCalls(calls)), calls);
});
