import {join} from 'node:path';
import type {Engine} from '../../src/debugging/engines/engine.ts';
import type {Traceback} from '../../src/debugging/traceback/model.ts';
import {readTraceback} from '../../src/system/debugging/read-traceback.ts';
import {runDebugger} from '../../src/system/debugging/run-debugger.ts';
import {walkerScript} from '../../src/system/debugging/take-traceback.ts';
import {programWords, type Start, settledPid, variables} from './process.ts';

const TIMEOUT_MS = 90_000;

/** The traceback of a program that the debugger itself started, at its fatal signal or at a SIGINT that is sent to it. */
export async function liveTraceback(start: Start, engine: Engine): Promise<Traceback> {
  const output = join(start.folder, 'live.json');
  const words = engine.name === 'gdb' ? gdbWords(start, output) : lldbWords(start, output);
  const running = runDebugger({program: engine.program, words: [...words]}, {timeoutMs: TIMEOUT_MS});
  if (!start.program.isFatal) process.kill(await settledPid(start), 'SIGINT');
  const {output: said} = await running;
  const traceback = readTraceback(output);
  if (!traceback)
    throw new Error(`${engine.name} made no report: ${said.trim().split('\n').slice(-3).join(' / ')}`);
  return traceback;
}

function gdbWords(start: Start, output: string): readonly string[] {
  const commands = [
    ...Object.entries(variables(start)).map(([name, value]) => `set environment ${name}=${value}`),
    'run',
    `source ${walkerScript({name: 'gdb'})}`,
    `pyxdbg-report ${JSON.stringify({output})}`,
    'kill',
  ];
  return [
    ...['-nx', '-batch', '-iex', 'set debuginfod enabled off', '-iex', 'set auto-load off'],
    ...commands.flatMap(command => ['-ex', command]),
    '--args',
    ...programWords(start),
  ];
}

/** Without `--batch`, in which lldb leaves out what comes after a crash. */
function lldbWords(start: Start, output: string): readonly string[] {
  const commands = [
    ...Object.entries(variables(start)).map(
      ([name, value]) => `settings append target.env-vars ${name}=${value}`,
    ),
    'process launch',
    `command script import ${walkerScript({name: 'lldb'})}`,
    `pyxdbg-report ${JSON.stringify({output})}`,
    'process kill',
    'quit',
  ];
  return ['--no-lldbinit', ...commands.flatMap(command => ['-o', command]), '--', ...programWords(start)];
}
