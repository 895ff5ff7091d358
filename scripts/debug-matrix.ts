/**
 * Holds merged tracebacks against what is known of programs with planted faults: each program on each CPython that is
 * there, with and without its symbols, by gdb and lldb, started by the debugger, attached to, and from a core.
 * Usage: node scripts/debug-matrix.ts [--only WORD,...]: cells whose interpreter, build, program, debugger and way are
 * among the words; of a kind without a word all. The newest result of each cell is kept in .cache,
 * and docs/evidence/debugging.md is written from all of them.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import pMap from 'p-map';
import {ENGINES} from '../src/debugging/engines/engine.ts';
import {PROGRAMS} from '../test/compare/debugging/programs/programs.ts';
import {cellsOf} from './debug-matrix/cells.ts';
import {evidenceOf} from './debug-matrix/evidence.ts';
import {buildExtensions} from './debug-matrix/extensions.ts';
import {findSubjects} from './debug-matrix/interpreters.ts';
import {lineOf} from './debug-matrix/line.ts';
import {WAYS} from './debug-matrix/looks.ts';
import {keepResults, keptResults} from './debug-matrix/results.ts';
import {mountedAgain, root} from './debug-matrix/world.ts';

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
  const choice = {
    engines: chosen(ENGINES, name => name),
    ways: chosen(WAYS, way => way),
    isJudgedByPyBt: true,
  };
  const extensions = new Map(
    named.map(subject => [subject.name, buildExtensions(subject, programs, join(folder, 'ext'))]),
  );
  const names = [...new Set(subjects.map(({name}) => name))];
  const groups = names.flatMap(name =>
    programs.map((program, index) =>
      subjects
        .filter(subject => subject.name === name)
        .map(subject => ({
          subject,
          program,
          extensions: extensions.get(name) ?? '',
          folder: join(folder, `${name}-${subject.build}-${index}`.replaceAll(' ', '-')),
        })),
    ),
  );
  await pMap(
    groups,
    async group => {
      const found = await cellsOf(group, choice);
      for (const cell of found) console.log(lineOf(cell));
      keepResults(found);
    },
    {concurrency: 2},
  );
  writeFileSync(join(root, 'docs/evidence/debugging.md'), evidenceOf(keptResults()));
} finally {
  rmSync(folder, {recursive: true, force: true});
}
