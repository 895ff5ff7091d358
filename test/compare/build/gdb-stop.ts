import {execa} from 'execa';
import type {Stop} from './projects.ts';

/** What gdb prints where Python, importing from a folder, first enters the function: backtrace, arguments, locals. */
export async function gdbStop(python: string, importFrom: string, {at, code}: Stop): Promise<string> {
  const settings = ['set debuginfod enabled off', 'set auto-load python-scripts off'];
  const commands = [
    'set breakpoint pending on',
    `break ${at}`,
    'run',
    'backtrace 1',
    'info args',
    'info locals',
  ];
  const {all} = await execa(
    'gdb',
    [
      '-nx',
      '-q',
      '-batch',
      ...settings.flatMap(line => ['-iex', line]),
      ...commands.flatMap(line => ['-ex', line]),
      '--args',
      python,
      '-c',
      code,
    ],
    {all: true, reject: false, env: {PYTHONPATH: importFrom}, timeout: 180_000},
  );
  return all ?? '';
}
