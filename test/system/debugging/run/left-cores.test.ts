import {mkdirSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {corePlace} from '../../../../src/debugging/run/core-pattern.ts';
import {recentCoreFiles} from '../../../../src/system/debugging/run/kernel-core.ts';
import {coreOf, coresWith} from '../../../../src/system/debugging/run/left-cores.ts';
import {buildCore} from '../../../builders/core.ts';
import {temporaryFolder} from '../../../builders/tools.ts';

const MARK = '/tmp/pyxdbg-run-a1b2c3';

/** A core of a process with these bytes in its memory. */
function coreWith(processId: number, bytes: Uint8Array): Uint8Array {
  const program = ['python3', 'python3 -I app.py'] as const;
  return buildCore({processId, program, segments: [{address: 0x1000, bytes}]});
}

test('a core is known by its name, its age and the process in it', t => {
  const folder = temporaryFolder();
  const place = corePlace('core', true);
  if (place === null) return t.fail('the pattern names files');
  const core = buildCore({processId: 2, program: ['python3', 'python3 app.py']});
  const write = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);
  write('core.1', core);
  write('core.2.txt', core);
  write('core_results', 'precious');
  mkdirSync(join(folder, 'core.3'));
  for (const pid of [1, 2, 3]) t.is(coreOf(pid, place, folder, 0), null);
  write('core.2', 'core of an apple');
  t.is(coreOf(2, place, folder, 0), null);
  write('core.2', core);
  t.is(coreOf(2, place, folder, Date.now() - 1000), join(folder, 'core.2'));
  utimesSync(join(folder, 'core.2'), 1, 1);
  t.is(coreOf(2, place, folder, Date.now() - 1000), null);
  t.is(coreOf(2, place, join(folder, 'gone'), 0), null);
});

test('cores of a run are those that have its mark, wherever in them', t => {
  const folder = temporaryFolder();
  const place = corePlace('core', true);
  if (place === null) return t.fail('the pattern names files');
  const write = (pid: number, bytes: Uint8Array) =>
    writeFileSync(join(folder, `core.${pid}`), coreWith(pid, bytes));
  const mark = Buffer.from(`PYXDBG_RUN_FOLDER=${MARK}\0`);
  write(1, mark);
  write(2, Buffer.from('PYXDBG_RUN_FOLDER=/tmp/pyxdbg-run-others\0'));
  // A file is read in parts of 1 MiB: the mark lies across two of them.
  const start = Buffer.from(coreWith(3, mark)).indexOf(mark);
  write(3, Buffer.concat([Buffer.alloc(2 ** 20 - start - mark.length + 5), mark]));
  writeFileSync(join(folder, 'core.4'), mark);
  writeFileSync(join(folder, 'core.5'), coreWith(6, mark));
  t.deepEqual(
    coresWith(MARK, place, folder, 0),
    [1, 3].map(pid => ({file: join(folder, `core.${pid}`), pid})),
  );
});

test('what has the name of a core and is none, or leads nowhere, is passed over', t => {
  const folder = temporaryFolder();
  const place = corePlace('core', true);
  if (place === null) return t.fail('the pattern names files');
  const at = (name: string) => join(folder, name);
  writeFileSync(at('core.1'), 'an apple');
  writeFileSync(at('core.2'), buildCore().subarray(0, 20));
  writeFileSync(at('core.3'), '');
  mkdirSync(at('core.4'));
  symlinkSync('nowhere', at('core.5'));
  symlinkSync('core.6', at('core.6'));
  t.deepEqual(recentCoreFiles(place, folder, 0), [at('core.1'), at('core.2'), at('core.3')]);
  t.deepEqual(coresWith('', place, folder, 0), []);
  for (const pid of [1, 2, 3, 4, 5, 6]) t.is(coreOf(pid, place, folder, 0), null);
});
