import {cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Engine, Subject} from '../../../../src/debugging/engines/engine.ts';
import {gdbReport} from '../../../../src/debugging/engines/gdb.ts';
import {lldbReport} from '../../../../src/debugging/engines/lldb.ts';
import type {Traceback} from '../../../../src/debugging/traceback/model.ts';
import {readTraceback} from '../../../../src/system/debugging/read-traceback.ts';
import {runDebugger} from '../../../../src/system/debugging/run-debugger.ts';
import {layoutProber} from '../../../../src/system/debugging/take-traceback.ts';
import {temporaryFolder} from '../../../builders/tools.ts';
import {root} from '../../../e2e/program.ts';

const WALKER = join(root, 'templates/runtime/walker');

/** The folder of a walker that knows no CPython: each is of a version that is still to come. */
export function walkerWithoutTables(): string {
  const folder = temporaryFolder();
  cpSync(WALKER, folder, {recursive: true});
  rmSync(join(folder, 'layouts'), {recursive: true});
  return folder;
}

/** The folder of a pyxdbg with such a walker. */
export function packageWithoutTables(): string {
  const folder = temporaryFolder();
  for (const name of ['bin', 'dist', 'templates', 'package.json'])
    cpSync(join(root, name), join(folder, name), {recursive: true});
  rmSync(join(folder, 'templates/runtime/walker/layouts'), {recursive: true});
  return folder;
}

/** The folder of a walker in whose table for a version some values are greater by these numbers of bytes. */
export function walkerWithTable(version: string, shifts: Readonly<Record<string, number>>): string {
  const folder = temporaryFolder();
  cpSync(WALKER, folder, {recursive: true});
  const file = join(folder, 'layouts', `table-${version}.json`);
  // A table of ours: names and numbers.
  const table = JSON.parse(readFileSync(file, 'utf8')) as {offsets: Record<string, number>};
  for (const [name, bytes] of Object.entries(shifts)) {
    const value = table.offsets[name];
    if (value === undefined) throw new Error(`${file} has no ${name}`);
    table.offsets[name] = value + bytes;
  }
  writeFileSync(file, JSON.stringify(table));
  return folder;
}

/** What a walker tells; `env` is that of the command that makes its tables. */
export async function tracebackBy(
  walker: string,
  engine: Engine,
  subject: Subject,
  env: Readonly<Record<string, string>>,
): Promise<Traceback> {
  const output = join(temporaryFolder(), 'traceback.json');
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const options = {output, prober: ['/usr/bin/env', ...variables, ...layoutProber()]};
  const script = join(walker, `pyxdbg_${engine.name}.py`);
  const run = await runDebugger(
    engine.name === 'gdb'
      ? gdbReport(engine.program, subject, script, [], options)
      : lldbReport(engine.program, subject, script, [], options),
    {timeoutMs: 60_000},
  );
  const found = readTraceback(output);
  if (found === null) throw new Error(`the walker wrote nothing: ${run.output}`);
  return found;
}
