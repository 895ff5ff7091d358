/**
 * Holds merged tracebacks against what is known of programs with planted faults: each program on each CPython that is
 * there, with and without its symbols, by gdb and lldb, started by the debugger, attached to, and from a core.
 * Usage: node scripts/debug-matrix.ts [--only WORD,...]: cells whose interpreter, build, program, debugger and way are
 * among the words; of a kind without a word all.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import pMap from 'p-map';
import {ENGINES} from '../src/debugging/engines/engine.ts';
import {PROGRAMS} from '../test/compare/debugging/programs/programs.ts';
import {type Cell, cellsOf, WAYS} from './debug-matrix/cells.ts';
import {buildExtensions} from './debug-matrix/extensions.ts';
import {findSubjects} from './debug-matrix/interpreters.ts';
import {mountedAgain} from './debug-matrix/world.ts';

const [again, ...rest] = mountedAgain() ?? [];
if (again !== undefined) process.exit(spawnSync(again, rest, {stdio: 'inherit'}).status ?? 1);

const {values} = parseArgs({options: {only: {type: 'string'}}});
const words = new Set((values.only ?? '').split(',').filter(word => word !== ''));
/** Those that the words name, or all where they name none. */
function chosen<T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const named = all.filter(one => words.has(nameOf(one)));
  return named.length > 0 ? named : all;
}

const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-matrix-'));
try {
  const named = chosen(findSubjects(), ({name}) => name);
  const subjects = chosen(named, ({build}) => build);
  const programs = chosen(PROGRAMS, ({name}) => name);
  const choice = {engines: chosen(ENGINES, name => name), ways: chosen(WAYS, way => way)};
  const extensions = new Map(
    named.map(subject => [subject.name, buildExtensions(subject, join(folder, 'ext'))]),
  );
  const starts = subjects.flatMap(subject =>
    programs.map((program, index) => ({
      subject,
      program,
      extensions: extensions.get(subject.name) ?? '',
      folder: join(folder, `${subject.name}-${subject.build}-${index}`.replaceAll(' ', '-')),
    })),
  );
  await pMap(
    starts,
    async start => {
      mkdirSync(start.folder);
      for (const cell of await cellsOf(start, choice)) console.log(lineOf(cell));
      rmSync(start.folder, {recursive: true, force: true});
    },
    {concurrency: 2},
  );
} finally {
  rmSync(folder, {recursive: true, force: true});
}

function lineOf({start, engine, way, outcome}: Cell): string {
  const what = [start.subject.name, start.subject.build, start.program.name, engine, way].join(', ');
  if (outcome.kind !== 'report') return `${outcome.kind}: ${what}: ${outcome.reason}`;
  const wrong = Object.entries(outcome.differences).filter(([, text]) => text !== '');
  if (wrong.length === 0) return `ok: ${what} (${outcome.ms.toFixed(0)} ms)`;
  return `wrong: ${what} (${outcome.ms.toFixed(0)} ms)${wrong.map(([part, text]) => `\n  ${part}: ${text}`).join('')}`;
}
