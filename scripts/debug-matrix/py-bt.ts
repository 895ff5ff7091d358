import {execFileSync} from 'node:child_process';
import {debuggerEnvironment} from '../../src/debugging/engines/engine.ts';
import type {Traceback} from '../../src/debugging/traceback/model.ts';
import type {Subject} from './interpreters.ts';

/** One frame as py-bt has it, most recent call first: `app.py:12 in name`, with the whole path. */
export type PyFrame = string;

/**
 * The Python frames of the main thread of a core, by CPython's own commands for gdb, which need the full debug
 * information of the interpreter; null where there are no such commands, or where they fail.
 */
export function pyBt({pythonGdb, executable, world}: Subject, core: string): readonly PyFrame[] | null {
  if (pythonGdb === null) return null;
  const [program = '', ...words] = world.enter([
    ...['gdb', '-nx', '-batch', '-iex', 'set debuginfod enabled off', '-iex', 'set auto-load off'],
    ...[executable, core, '-ex', `source ${pythonGdb}`],
    // The thread that the core is of comes first in it, but gcore puts the newest first.
    ...[
      '-ex',
      'python [t for t in gdb.selected_inferior().threads() if t.ptid[1] == gdb.selected_inferior().pid][0].switch()',
    ],
    ...['-ex', 'py-bt'],
  ]);
  try {
    const text = execFileSync(program, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 120_000,
      env: {...process.env, ...debuggerEnvironment(process.env)},
    });
    const frames = [...text.matchAll(/^ {2}File "(.*)", line (\d+), in (.+)$/gm)];
    return frames.length === 0 ? null : frames.map(([, file, line, name]) => `${file}:${line} in ${name}`);
  } catch {
    return null;
  }
}

/** What is not as py-bt has it in the main thread; an empty sentence for nothing. */
export function pyBtDifference({threads}: Traceback, judge: readonly PyFrame[]): string {
  const main = threads.find(({isMain}) => isMain);
  const seen = (main?.frames ?? []).flatMap(frame =>
    // py-bt has plain names.
    frame.kind === 'python' ? [`${frame.file}:${frame.line} in ${frame.function.split('.').at(-1)}`] : [],
  );
  const [ours, theirs] = [seen.join(' < '), judge.map(plain).join(' < ')];
  return ours === theirs ? '' : `${ours || 'none'}; py-bt: ${theirs || 'none'}`;
}

const plain = (frame: PyFrame): string => frame.replace(/ in .*\.([^.]+)$/, ' in $1');
