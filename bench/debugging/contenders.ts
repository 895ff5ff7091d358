import {join} from 'node:path';
import type {Subject} from '../../scripts/debug-matrix/interpreters.ts';
import {gdbReport} from '../../src/debugging/engines/gdb.ts';
import {lldbReport} from '../../src/debugging/engines/lldb.ts';
import {findDebugger} from '../../src/system/debugging/find-debugger.ts';
import {indexCacheSettings} from '../../src/system/debugging/index-cache.ts';
import {walkerScript} from '../../src/system/debugging/take-traceback.ts';
import type {Contender} from '../measure.ts';
import {cache, pyxdbg} from '../peers.ts';

const inVenv = (program: string): string => join(cache, 'debug-venv', 'bin', program);

/** Programs that show the Python and C frames of a process, its locals too; the walker writes to `output`. */
export function contenders(pid: number, subject: Subject, output: string): readonly Contender[] {
  return [
    {name: 'pystack 1.7.2', command: [inVenv('pystack'), 'remote', '--native-all', '--locals', String(pid)]},
    {name: 'py-spy 0.4.3', command: [inVenv('py-spy'), 'dump', '--native', '--locals', '--pid', String(pid)]},
    // 1: a command of its met an error; 137: it did not end by itself, and has the seconds that it was given.
    {name: 'gdb + python-gdb.py, two runs', command: pythonGdb(pid, subject), okStatuses: [0, 1, 137]},
    {name: 'walker in gdb', command: walker('gdb', pid, output)},
    {name: 'walker in lldb', command: walker('lldb', pid, output)},
    {name: 'pyxdbg dump', command: [...pyxdbg, 'dump', '--pid', String(pid), '--all-threads']},
  ];
}

/**
 * As its users do it: py-bt of each thread, and what gdb knows of the C frames. In two runs, since gdb 13 overwrites its
 * own heap where one has both (malloc: "unsorted double linked list corrupted"). Even so it may wait for itself for
 * ever, and would keep the process from the others.
 */
function pythonGdb(pid: number, {pythonGdb: commands}: Subject): readonly [string, ...string[]] {
  const own = [
    'timeout',
    '-s',
    'KILL',
    '20',
    'gdb',
    '-nx',
    '-batch',
    '-iex',
    'set debuginfod enabled off',
    '-iex',
    'set auto-load off',
  ];
  // Of a stripped interpreter there is no file of its own; that of the original is loaded all the same.
  const load = commands === null ? [] : ['-ex', `source ${commands}`];
  const runs = ['py-bt', 'bt -full'].map(command =>
    [...own, '-p', String(pid), ...load, '-ex', `thread apply all ${command}`]
      .map(word => `'${word}'`)
      .join(' '),
  );
  return ['sh', '-c', runs.join('; ')];
}

function walker(name: 'gdb' | 'lldb', pid: number, output: string): readonly [string, ...string[]] {
  const engine = findDebugger(name);
  if (!engine) throw new Error(`there is no ${name} on PATH`);
  const report = name === 'gdb' ? gdbReport : lldbReport;
  const settings = name === 'gdb' ? indexCacheSettings() : [];
  const {program, words} = report(engine.program, {kind: 'process', pid}, walkerScript({name}), settings, {
    output,
  });
  return [program, ...words];
}
